import type { IncomingMessage } from 'node:http';
import type { NodeHandler } from '@multistatus/inject';

type App = NodeHandler & { readonly request?: unknown; readonly parent?: App };

/**
 * Checks the option `target`.
 *
 * @throws {TypeError} if it is not a `(req, res)` handler.
 */
export function checkTarget(target: unknown): void {
  if (target === undefined) return;
  if (typeof target !== 'function')
    throw new TypeError(`batch.target must be a (req, res) handler, got ${typeof target}`);
  if (target.length > 2 && (target as App).request === undefined) {
    throw new TypeError(
      'batch.target must be a (req, res) handler; wrap a Router in an app: express().use(router)',
    );
  }
}

/**
 * Returns the root app of a request: the outermost parent of the app that handles it, or that app itself.
 *
 * @throws {TypeError} if the request is not handled by an Express app.
 */
export function rootApp(req: IncomingMessage): NodeHandler {
  let app = (req as IncomingMessage & { readonly app?: App }).app;
  if (app === undefined)
    throw new TypeError(
      'batch() is not mounted in an Express app, so it needs the option target, such as batch({ target: app })',
    );
  while (app.parent !== undefined) app = app.parent;
  return app;
}
