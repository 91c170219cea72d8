import type { IncomingMessage } from 'node:http';
import type { NodeHandler } from '@multistatus/inject';

type App = NodeHandler & { readonly request?: unknown; readonly parent?: App };

/**
 * Checks the option `target`.
 *
 * @throws {TypeError} if it is no `(req, res)` handler.
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
 * Gives the app that a request came in by: the one it runs in, or the top-most that this one is mounted in.
 *
 * @throws {TypeError} if the request is in no Express app.
 */
export function rootApp(req: IncomingMessage): NodeHandler {
  let app = (req as IncomingMessage & { readonly app?: App }).app;
  if (app === undefined) throw new TypeError('batch() outside of an Express app needs the option target');
  while (app.parent !== undefined) app = app.parent;
  return app;
}
