import assert from 'node:assert/strict';
import type { JsonResponse, RunningHost, WireAnswer } from './case.js';

/** One entry of `errors` in an `invalid-batch` problem. */
export interface Fault {
  /** In JSON Lines, the line that the pointer leads into. */
  readonly line?: number;
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/** An RFC 9457 object with the members that the batch adds. */
export interface ProblemObject {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly executed?: false | 'unknown';
  readonly errors?: readonly Fault[];
  readonly limit?: string;
  readonly max?: number;
  readonly actual?: number;
  readonly available?: readonly string[];
  readonly pointer?: string;
  readonly because?: readonly string[];
}

const TYPE_PREFIX = 'urn:multistatus:problem:';

/** The text of an answer or of a document, read as UTF-8. */
export function textOf(answer: WireAnswer): string {
  return Buffer.from(answer.bytes).toString('utf8');
}

/** Asserts that the envelope is this problem and that nothing was dispatched; returns its body. */
export function assertRefused(
  host: RunningHost,
  answer: WireAnswer,
  [status, slug]: readonly [number, string],
): ProblemObject {
  assert.equal(host.calls(), 0, 'the target was entered');
  assert.equal(answer.status, status, textOf(answer));
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json\b/);
  const problem = JSON.parse(textOf(answer)) as ProblemObject;
  assertProblemShape(problem, [status, slug]);
  assert.equal(problem.executed, false);
  return problem;
}

/** Asserts that an outcome is a problem that the batch itself reports; returns its body. */
export function assertProblemOutcome(
  response: JsonResponse | undefined,
  [status, slug]: readonly [number, string],
): ProblemObject {
  assert.ok(response, 'an outcome is missing');
  assert.equal(response.status, status, JSON.stringify(response));
  assert.match(String(response.headers?.['content-type']), /^application\/problem\+json\b/);
  assert.equal(response.bodyEncoding, undefined);
  const problem = response.body as ProblemObject;
  assertProblemShape(problem, [status, slug]);
  assert.doesNotMatch(JSON.stringify(problem), /secret-detail/);
  return problem;
}

function assertProblemShape(problem: ProblemObject, [status, slug]: readonly [number, string]): void {
  assert.equal(problem.type, `${TYPE_PREFIX}${slug}`);
  assert.equal(problem.status, status);
  assert.ok(typeof problem.title === 'string' && problem.title !== '', 'a problem has a title');
}
