import { BatchProblem } from '../problem/batch-problem.js';

/**
 * Yields the pieces of a body.
 *
 * @throws {BatchProblem} `incomplete-body` if the stream fails, as it does when the client disconnects.
 */
export async function* unbrokenStream<Piece>(
  stream: AsyncIterable<Piece>,
): AsyncGenerator<Piece, void, undefined> {
  try {
    yield* stream;
  } catch (error) {
    if (error instanceof BatchProblem) throw error;
    throw new BatchProblem('incomplete-body', 'The connection ended before the whole body had arrived');
  }
}
