import { injectDirectly } from './inject-directly.js';
import type { InjectOptions, NodeHandler } from './inject-options.js';
import type { InjectResult } from './inject-result.js';
import { injectThroughServer } from './inject-through-server.js';
import { findMissingInternals } from './node-internals.js';

/** Whether inject uses Node's public API alone. Found out by the first call: that takes as long as a tenth of loading an adapter. */
let isCompatible: boolean | undefined;

/**
 * Calls a request handler in the process and returns what it answered.
 *
 * The handler gets a genuine `IncomingMessage` and `ServerResponse` on a socket of their own, and behaves as it would
 * behind a server: hooks, streams, events and errors included. Resolves when the response has finished, not when
 * the handler returns.
 *
 * Rejects with what a handler throws or rejects with (behind a server that would end the process), with
 * `signal.reason` after an abort, and with an `IncompleteResponseError` if the handler destroys its response.
 * Whatever the handler does after that is dropped.
 */
export function inject(handler: NodeHandler, options: InjectOptions): Promise<InjectResult> {
  isCompatible ??= mustBeCompatible();
  return isCompatible ? injectThroughServer(handler, options) : injectDirectly(handler, options);
}

/** `MULTISTATUS_INJECT=compatible` in the environment makes inject use Node's public API alone. */
function mustBeCompatible(): boolean {
  return process.env['MULTISTATUS_INJECT'] === 'compatible' || !hasInternals();
}

/** Checks whether this Node has what the direct way relies on, and warns if it does not. */
function hasInternals(): boolean {
  const missing = findMissingInternals();
  if (missing.length === 0) return true;
  process.emitWarning(
    `@multistatus/inject: Node ${process.version} lacks ${missing.join(', ')}. ` +
      'Requests go through an http.Server in memory instead: the answers are the same, but each takes longer.',
    { code: 'MULTISTATUS_INJECT_COMPATIBLE' },
  );
  return false;
}
