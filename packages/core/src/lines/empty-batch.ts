import { BatchProblem } from '../problem/batch-problem.js';

/** Creates the 400 for a batch without lines. */
export function emptyBatch(): BatchProblem {
  const errors = [{ pointer: '#', code: 'empty', detail: 'A batch needs at least one operation' }];
  return new BatchProblem('invalid-batch', 'The batch has 1 issue; nothing has run', {
    extensions: { errors },
  });
}
