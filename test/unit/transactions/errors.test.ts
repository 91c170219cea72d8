import { expect, test } from '@jest/globals';
import { isRefusal } from '#transactions/is-refusal.js';
import { isTransient } from '#transactions/is-transient.js';
import { refuseControl } from '#transactions/refuse-control.js';

const withCode = (code: string, more: object = {}): Error => Object.assign(new Error('x'), { code }, more);

test.each([
  ['40001', true, true],
  ['40P01', true, true],
  ['55P03', true, true],
  ['23505', false, true],
  ['25P02', false, true],
  ['57014', false, true],
  ['P0001', false, true],
  ['40003', false, false],
  ['57P01', true, false],
  ['08006', true, false],
  ['58030', false, false],
  ['XX000', false, false],
  ['ECONNRESET', true, false],
  ['EPIPE', true, false],
  ['E2BIG', false, false],
  ['P1017', false, false],
  ['ERR_SOMETHING', false, false],
])(
  '%s: may be tried again %s; as an answer to COMMIT, nothing was committed %s',
  (code, transient, refused) => {
    for (const error of [
      withCode(code),
      new Error('wrapped', { cause: withCode(code) }),
      Object.assign(new Error('twice'), { original: { parent: withCode(code) } }),
    ]) {
      expect(isTransient(error)).toBe(transient);
      expect(isRefusal(error)).toBe(refused);
    }
  },
);

test('what is no error of a database, or wraps itself, is neither', () => {
  const loop: { cause?: unknown } = {};
  loop.cause = loop;
  for (const error of [undefined, null, 'text', 5, {}, new Error('40001'), loop]) {
    expect([isTransient(error), isRefusal(error)]).toEqual([false, false]);
  }
});

test.each([
  'BEGIN',
  ' begin;',
  'START TRANSACTION',
  'commit',
  'END',
  'abort',
  'rollback',
  'ROLLBACK AND CHAIN',
])('%s would begin or end a transaction', (statement) => {
  expect(() => refuseControl(statement)).toThrow('use a savepoint instead');
});

test.each([
  'ROLLBACK TO SAVEPOINT a',
  'rollback to a',
  'SAVEPOINT a',
  'RELEASE a',
  'SELECT 1',
  'INSERT INTO commits',
])('%s does not', (statement) => {
  expect(() => refuseControl(statement)).not.toThrow();
});
