import { expect, test } from '@jest/globals';
import { runLines } from '#core/lines/run-lines.js';
import type { OperationRequest } from '#core/operation/dispatch.js';
import { toAnswer, toOperation } from '../outcomes.js';
import { toRunContext } from '../start-run.js';

async function* items(): AsyncGenerator<{ value: number }, void, undefined> {
  yield { value: 0 };
  yield { value: 1 };
}

test('ends what still runs when nobody asks for the rest', async () => {
  const requests: OperationRequest[] = [];
  const outcomes = runLines(items(), {
    runContext: toRunContext({
      // The second is answered, the first never is.
      dispatch: (request) => {
        requests.push(request);
        return requests.length === 1 ? new Promise(() => undefined) : Promise.resolve(toAnswer());
      },
    }),
    check: async (_sent, index) => ({ operation: toOperation({ index }) }),
    operationAt: (index) => toOperation({ index }),
    concurrency: 2,
    timeoutMs: Number.POSITIVE_INFINITY,
    maxItems: Number.POSITIVE_INFINITY,
    limitOfItems: 'maxItems',
    maxResponseBytes: Number.POSITIVE_INFINITY,
  });
  const first = await outcomes.next();
  expect(first.value).toMatchObject({ operation: { index: 1 } });
  const { signal } = requests[0]!.context;
  expect(signal.aborted).toBe(false);
  await outcomes.return();
  expect(signal.aborted).toBe(true);
});
