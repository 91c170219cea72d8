import { describe, expect, test } from '@jest/globals';
import { createBatch, type Outcome, planResend, type WireOperation } from '@multistatus/client';

type Settled = Pick<Outcome, 'ok' | 'executed' | 'response'>;

function outcome(
  status: number,
  { executed, because }: { readonly executed?: false | 'unknown'; readonly because?: readonly string[] } = {},
): Settled {
  const problem = { type: 'urn:x', title: 'x', status, executed, because };
  const response = {
    href: '/a',
    status,
    ...(executed === undefined ? {} : { problem: JSON.parse(JSON.stringify(problem)) as typeof problem }),
  };
  return { ok: status < 300, executed: executed ?? true, response } as Settled;
}

function plan(
  entries: readonly (Partial<WireOperation> & { readonly end?: Settled })[],
  only?: readonly string[],
) {
  const requests = entries.map(({ end: _end, ...rest }, index) => ({
    id: String(index),
    method: 'POST',
    url: '/a',
    ...rest,
  }));
  const outcomes = new Map(
    entries.flatMap(({ end }, index) => (end === undefined ? [] : [[String(index), end] as const])),
  );
  const { batch, mayHaveRun, leftOut } = planResend(
    { requests, execution: 'sequential' },
    { outcomes },
    only && { only },
  );
  expect(batch.execution).toBe('sequential');
  return {
    again: batch.requests.map(({ id }) => id),
    mayHaveRun: [...mayHaveRun],
    leftOut: Object.fromEntries(leftOut),
  };
}

const CANCELLED: Settled = {
  ok: false,
  executed: false,
  response: {
    href: '/a',
    status: 503,
    problem: { type: 'urn:multistatus:problem:cancelled', title: 'x', status: 503, executed: false },
  },
};

test('says what goes again, what of it may have run, and why the rest does not', () => {
  const entries = [
    { end: outcome(201) },
    { end: outcome(302) },
    { end: outcome(429) },
    { end: outcome(504, { executed: 'unknown' }), method: 'PUT' },
    { end: outcome(504, { executed: 'unknown' }) },
    { end: outcome(409) },
    { end: outcome(403, { executed: false }) },
    { end: outcome(424, { executed: false, because: ['2'] }), dependsOn: ['2'] },
    { end: outcome(424, { executed: false, because: ['5'] }), dependsOn: ['5'] },
    { end: CANCELLED },
    { method: 'DELETE' },
    {},
  ];
  expect(plan(entries)).toEqual({
    again: ['2', '3', '7', '9', '10'],
    mayHaveRun: ['3', '10'],
    leftOut: { 4: 'may-have-run', 5: 'ran', 6: 'refused', 8: 'dependency', 11: 'may-have-run' },
  });
});

test('a group goes as a whole or not at all', () => {
  const entries = [
    { end: outcome(503, { executed: false }), atomicityGroup: 'g' },
    { end: outcome(409), atomicityGroup: 'g' },
  ];
  expect(plan(entries)).toEqual({ again: [], mayHaveRun: [], leftOut: { 0: 'dependency', 1: 'ran' } });
});

describe('only some', () => {
  const entries = [
    { end: outcome(429) },
    { end: outcome(424, { executed: false, because: ['0'] }), dependsOn: ['0'] },
    { end: outcome(429) },
    { end: outcome(409) },
  ];
  test('go with what waited for them', () => {
    expect(plan(entries, ['0', '3'])).toEqual({ again: ['0', '1'], mayHaveRun: [], leftOut: { 3: 'ran' } });
  });

  test('do not go without what they wait for', () => {
    expect(plan(entries, ['1'])).toEqual({ again: [], mayHaveRun: [], leftOut: { 1: 'dependency' } });
  });
});

test('the option "idempotent" of an operation counts', () => {
  const batch = createBatch();
  batch.request('a').post('/a', {}, { idempotent: true });
  batch.request('b').post('/b', {});
  const { mayHaveRun, leftOut } = planResend(batch, { outcomes: new Map() });
  expect([[...mayHaveRun], [...leftOut.keys()]]).toEqual([['a'], ['b']]);
});

test('an unknown option is an error', () => {
  const options = { onyl: [] } as object;
  expect(() => planResend(createBatch(), { outcomes: new Map() }, options)).toThrow(
    'planResend.onyl is not an option',
  );
});
