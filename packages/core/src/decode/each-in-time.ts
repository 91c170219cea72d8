import { arriveInTime } from './arrive-in-time.js';

/**
 * Yields the pieces of a stream, and waits at most `bodyTimeoutMs` milliseconds for each. Time in which the consumer
 * does not ask for the next piece is not counted.
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
    // If the stream never sends the next piece, its return() never settles either, so it is not awaited.
    if (isWaiting) returned?.catch(() => undefined);
    else await returned;
  }
}
