/** Checks whether what an app or a format has returned has to be waited for: a promise, or any object with `then`. */
export function isPromise<Value>(value: Value | Promise<Value>): value is Promise<Value> {
  return typeof (value as { readonly then?: unknown } | null | undefined)?.then === 'function';
}
