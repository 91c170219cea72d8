/**
 * The handler gave up its connection before the response was complete, as `res.destroy()` does.
 *
 * Over a socket the client would see a reset connection. `cause` holds the error given to `destroy()`, if any.
 */
export class IncompleteResponseError extends Error {
  override readonly name = 'IncompleteResponseError';
  readonly code = 'ERR_INCOMPLETE_RESPONSE';

  constructor(cause: unknown) {
    super('The handler destroyed the connection before the response was complete', { cause });
  }
}
