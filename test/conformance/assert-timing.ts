import assert from 'node:assert/strict';
import { get, statusesOf, type WrittenOperation } from './batch-requests.js';
import type { JsonResponse } from './case.js';
import { post } from './keyed-batch.js';

/** A chain of two, one that fails, and one that does not run because of that. */
export const CHAIN: readonly WrittenOperation[] = [
  post({ n: 1 }, { id: 'a' }),
  get('/later?turns=2', { id: 'b', dependsOn: ['a'] }),
  get('/status/404', { id: 'c' }),
  get('/echo', { id: 'd', dependsOn: ['c'] }),
];

type Timing = NonNullable<JsonResponse['timing']>;

/** Returns the timing of a response, after its shape has been checked: milliseconds in tenths. */
export function timingOf(response: JsonResponse | undefined): Timing {
  const { timing } = response ?? {};
  assert.ok(timing !== undefined, JSON.stringify(response));
  assert.deepEqual(Object.keys(timing), ['startMs', 'durationMs']);
  for (const value of Object.values(timing)) {
    assert.ok(value >= 0);
    assert.equal(Math.round(value * 10) / 10, value);
  }
  return timing;
}

/** Asserts that a response does not say when its operation ran. */
export function assertUntimed(response: JsonResponse | undefined): void {
  assert.ok(response !== undefined && !Object.hasOwn(response, 'timing'), JSON.stringify(response));
}

/** Asserts that one operation started when the other had ended. */
export function assertAfter(later: Timing, earlier: Timing): void {
  const endMs = Math.round((earlier.startMs + earlier.durationMs) * 10) / 10;
  assert.ok(later.startMs >= endMs, `${JSON.stringify(later)} began before ${JSON.stringify(earlier)} ended`);
}

/** Asserts that these are the responses to {@link CHAIN}, with the times of what has run. */
export function assertChain(responses: readonly JsonResponse[]): void {
  assert.deepEqual(statusesOf(responses), [200, 200, 404, 424]);
  assertAfter(timingOf(responses[1]), timingOf(responses[0]));
  timingOf(responses[2]);
  assertUntimed(responses[3]);
}
