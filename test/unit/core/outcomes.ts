import type { OperationAnswer } from '../../../packages/core/src/dispatch.js';
import type { Operation } from '../../../packages/core/src/operation.js';
import type { Outcome } from '../../../packages/core/src/outcome.js';

/** Gives an operation as validation would have left it. */
export function toOperation(members: Partial<Operation> = {}): Operation {
  const index = members.index ?? 0;
  return { index, id: String(index), method: 'GET', url: `/${index}`, headers: {}, ...members };
}

/** Gives what a target answers; a body of text is in UTF-8. */
export function toAnswer(
  members: Partial<Omit<OperationAnswer, 'body'>> & { readonly body?: Uint8Array | string } = {},
): OperationAnswer {
  const { body = '', ...rest } = members;
  return { status: 200, headers: {}, isBodyTooLarge: false, ...rest, body: Buffer.from(body) };
}

/** Gives the outcome of an operation that the target answered. */
export function toAnswered(
  answer: Parameters<typeof toAnswer>[0],
  operation: Partial<Operation> = {},
): Outcome {
  return {
    kind: 'answered',
    operation: toOperation(operation),
    answer: toAnswer(answer),
    summary: undefined,
  };
}
