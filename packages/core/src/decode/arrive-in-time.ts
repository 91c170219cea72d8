import { BatchProblem } from '../problem/batch-problem.js';

/**
 * Returns a promise that settles as `arrival` does, but after `bodyTimeoutMs` milliseconds at the latest.
 *
 * @throws {BatchProblem} `incomplete-body` if `arrival` takes longer.
 */
export function arriveInTime<Value>(arrival: Promise<Value>, bodyTimeoutMs: number): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(bodyTooLate(bodyTimeoutMs)), bodyTimeoutMs);
    arrival.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Creates the problem of a body that took longer than `bodyTimeoutMs`. */
export function bodyTooLate(bodyTimeoutMs: number): BatchProblem {
  const detail = `The rest of the body did not arrive in time: the limit bodyTimeoutMs is ${bodyTimeoutMs}`;
  return new BatchProblem('incomplete-body', detail, {
    extensions: { limit: 'bodyTimeoutMs', max: bodyTimeoutMs },
  });
}
