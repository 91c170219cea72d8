import type { OperationAnswer } from '#core/operation/dispatch.js';
import type { Operation } from '#core/operation/operation.js';
import { classify, type Outcome } from '#core/operation/outcome.js';

/** Returns an operation in the form that validation returns. */
export function toOperation(members: Partial<Operation> = {}): Operation {
  const index = members.index ?? 0;
  return {
    index,
    id: String(index),
    method: 'GET',
    url: `/${index}`,
    headers: {},
    dependencies: [],
    references: [],
    ...members,
  };
}

/** Returns the answer of a target; a text body is in UTF-8. */
export function toAnswer(
  members: Partial<Omit<OperationAnswer, 'body'>> & { readonly body?: Uint8Array | string } = {},
): OperationAnswer {
  const { body = '', ...rest } = members;
  return { status: 200, headers: {}, isBodyTooLarge: false, ...rest, body: Buffer.from(body) };
}

/** Returns the outcome of an operation that the target answered. */
export function toAnswered(
  members: Parameters<typeof toAnswer>[0],
  operation: Partial<Operation> = {},
): Outcome {
  const answer = toAnswer(members);
  const result = classify(answer.status, undefined);
  return { kind: 'answered', operation: toOperation(operation), result, answer };
}

/** Returns the outcome of an operation for which the batch reports a problem. */
export function toUnanswered(
  kind: 'failed' | 'skipped',
  problem: Readonly<Record<string, unknown>> = {},
  operation: Partial<Operation> = {},
): Outcome {
  const full = { type: 'about:blank', title: 'x', status: 503, ...problem };
  return { kind, operation: toOperation(operation), result: 'failed', problem: full };
}

/** Returns an outcome in short: its status, or the problem that the batch reports instead. */
export function tell(outcome: Outcome): string {
  return outcome.kind === 'answered' ? `${outcome.answer.status}` : `${outcome.kind} ${slugOf(outcome)}`;
}

/** Returns the slug of an outcome's problem type; `answered` if it has none. */
export function slugOf(outcome: Outcome): string {
  return outcome.kind === 'answered'
    ? 'answered'
    : outcome.problem.type.replace('urn:multistatus:problem:', '');
}
