/** Returns why a signal was aborted. A platform without reasons gets an error like that of `fetch`. */
export function abortReason({ reason }: AbortSignal): unknown {
  return reason ?? Object.assign(new Error('The request was aborted'), { name: 'AbortError' });
}
