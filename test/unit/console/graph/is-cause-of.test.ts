import { expect, test } from '@jest/globals';
import { isCauseOf } from '#console-page/graph/is-cause-of.js';
import { toGraph } from '#console-page/model/operation-graph.js';
import type { Row } from '#console-page/model/row.js';

function causes(
  operations: readonly {
    readonly id: string;
    readonly dependsOn?: string[];
    readonly atomicityGroup?: string;
  }[],
  outcomes: Readonly<Record<string, readonly string[] | 'ok' | 'failed'>>,
): string[] {
  const graph = toGraph(operations.map((each, index) => ({ index, method: 'GET', url: '/', ...each })));
  const at = (index: number): Row | undefined => {
    const outcome = outcomes[operations[index]?.id ?? ''];
    if (outcome === undefined) return undefined;
    const problem = { type: 't', title: 't', status: 424, because: outcome };
    const response = Array.isArray(outcome)
      ? { href: '/', status: 424, problem }
      : { href: '/', status: 500 };
    return { index, state: outcome === 'ok' ? 'succeeded' : 'failed', response } as unknown as Row;
  };
  return graph.edges
    .filter((edge) => isCauseOf(edge, graph, { at }))
    .map(({ from, to }) => `${from === undefined ? 'group' : operations[from]?.id} ${operations[to]?.id}`);
}

test('the path from a failure to what did not run because of it', () => {
  expect(
    causes(
      [
        { id: 'fine' },
        { id: 'bad' },
        { id: 'next', dependsOn: ['bad', 'fine'] },
        { id: 'last', dependsOn: ['next'] },
        { id: 'waits', dependsOn: ['last'] },
      ],
      { fine: 'ok', bad: 'failed', next: ['bad'], last: ['bad'] },
    ),
  ).toEqual(['bad next', 'next last']);
});

test('an operation that failed by itself has no cause', () => {
  expect(causes([{ id: 'a' }, { id: 'b', dependsOn: ['a'] }], { a: 'failed', b: 'failed' })).toEqual([]);
});

test('a group is a cause as a whole, named or by a member', () => {
  expect(
    causes(
      [
        { id: 'debit', atomicityGroup: 'transfer' },
        { id: 'credit', atomicityGroup: 'transfer' },
        { id: 'receipt', dependsOn: ['transfer'] },
        { id: 'mail', dependsOn: ['debit'] },
      ],
      { debit: 'ok', credit: 'failed', receipt: ['credit'], mail: ['credit'] },
    ),
  ).toEqual(['group receipt', 'debit mail']);
});
