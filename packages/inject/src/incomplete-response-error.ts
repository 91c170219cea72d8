/**
 * The handler gave up its connection before the response was complete, as `res.destroy()` does.
 *
 * Over a socket the client would see a reset connection. `cause` holds the error given to `destroy()`, if any.
 */
export class IncompleteResponseError extends Error {
  /** Always `'IncompleteResponseError'`. */
  override readonly name = 'IncompleteResponseError';
  /** Always `'ERR_INCOMPLETE_RESPONSE'`, by which the error can be recognised even if it comes from another copy of this package. */
  readonly code = 'ERR_INCOMPLETE_RESPONSE';

  /** Creates the error that `inject` rejects with, for tests of code that handles it. */
  constructor(cause: unknown) {
    super('The handler destroyed the connection before the response was complete', { cause });
  }
}
