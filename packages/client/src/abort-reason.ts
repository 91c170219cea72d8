/** Returns why a signal was aborted. A platform without reasons gets an error like that of `fetch`. */
export function abortReason({ reason }: AbortSignal): unknown {
  return reason ?? Object.assign(new Error('The request was aborted'), { name: 'AbortError' });
}

/** Throws the reason of a signal if it is aborted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal !== undefined && isAborted(signal)) throw abortReason(signal);
}

/** Checks whether a signal is aborted now. A type check would remember what it was before. */
export function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
