/** Calls `run` in an async context that was captured earlier, and returns what `run` returns. */
export type RunInContext = <Result>(run: () => Result) => Result;

/** The part of `node:async_hooks` that this library uses. */
interface AsyncHooks {
  readonly AsyncResource: new (type: string) => { runInAsyncScope<Result>(run: () => Result): Result };
}

/** The globals of Node and compatible platforms. On others, an import of `node:async_hooks` would fail. */
interface NodeGlobals {
  readonly process?: { readonly getBuiltinModule?: (name: string) => AsyncHooks | undefined };
}

const hooks = (globalThis as NodeGlobals).process?.getBuiltinModule?.('node:async_hooks');

/** Calls `run` in the current async context. */
export const stay: RunInContext = (run) => run();

/**
 * Captures the current async context: the store of every `AsyncLocalStorage`. On a platform without async contexts, the
 * returned function just calls its argument.
 *
 * `AsyncLocalStorage.snapshot()` would do the same, but takes several times as long per call.
 */
export function captureContext(): RunInContext {
  if (hooks === undefined) return stay;
  const resource = new hooks.AsyncResource('multistatus');
  return (run) => resource.runInAsyncScope(run);
}
