/**
 * Returns the id of an operation, which carries to the encoder what it has to know of the request: after how many errors it
 * stops. An id that begins with a tilde is not a name of the client, so no Idempotency-Key is derived from it.
 */
export function toId(index: number, failOnErrors: number | undefined): string {
  return failOnErrors === undefined ? `~${index + 1}` : `~${index + 1}/${failOnErrors}`;
}

/** Returns after how many errors the request of an operation stops; `Infinity` if it never does. */
export function failOnErrorsOf(id: string): number {
  return Number(id.split('/')[1] ?? Number.POSITIVE_INFINITY);
}
