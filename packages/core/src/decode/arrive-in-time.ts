import { BatchProblem } from '../problem/batch-problem.js';

/**
 * Settles as `arrival` does, but after `bodyTimeoutMs` milliseconds at most.
 *
 * @throws {BatchProblem} `incomplete-body` when the time is up.
 */
export function arriveInTime<Value>(arrival: Promise<Value>, bodyTimeoutMs: number): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(bodyTooLate(bodyTimeoutMs)), bodyTimeoutMs);
    arrival.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function bodyTooLate(bodyTimeoutMs: number): BatchProblem {
  const detail = `Nothing more of the body arrived in time: the limit bodyTimeoutMs is ${bodyTimeoutMs}`;
  return new BatchProblem('incomplete-body', detail, {
    extensions: { limit: 'bodyTimeoutMs', max: bodyTimeoutMs },
  });
}
