import assert from 'node:assert/strict';
import type { Problem } from '@multistatus/document';
import { BatchProblem } from '#core/problem/batch-problem.js';

/** Returns the problem that `step` throws or rejects with; fails if it does neither, or throws anything else. */
export async function thrownProblem(step: () => unknown): Promise<Problem> {
  try {
    await step();
  } catch (error) {
    assert.ok(error instanceof BatchProblem, `not a BatchProblem: ${String(error)}`);
    return error.problem;
  }
  assert.fail('nothing was thrown');
}
