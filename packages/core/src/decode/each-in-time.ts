import { arriveInTime } from './arrive-in-time.js';

/**
 * Yields what a stream yields, and waits at most `bodyTimeoutMs` milliseconds for each piece. No time runs while nobody
 * asks for the next piece.
 *
 * @throws {BatchProblem} `incomplete-body` when a piece does not arrive in time.
 */
export async function* eachInTime<Piece>(
  stream: AsyncIterable<Piece>,
  bodyTimeoutMs: number,
): AsyncGenerator<Piece, void, undefined> {
  const pieces = stream[Symbol.asyncIterator]();
  let isWaiting = false;
  try {
    for (;;) {
      isWaiting = true;
      const next = await arriveInTime(pieces.next(), bodyTimeoutMs);
      isWaiting = false;
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    const returned = pieces.return?.();
    // A stream that never sends the next piece never returns either.
    if (isWaiting) returned?.catch(() => undefined);
    else await returned;
  }
}
