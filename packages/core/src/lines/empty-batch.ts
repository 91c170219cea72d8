import { BatchProblem } from '../problem/batch-problem.js';
import { EMPTY_BATCH } from '../validate/batch-shape.js';

/** Creates the 400 for a batch without lines. */
export function emptyBatch(): BatchProblem {
  const errors = [{ pointer: '#', ...EMPTY_BATCH }];
  return new BatchProblem('invalid-batch', 'The batch has 1 issue; nothing has run', {
    extensions: { errors },
  });
}
