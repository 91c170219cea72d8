import { expect, test } from '@jest/globals';
import { toOperationOutcome } from '#core/operation/operation-outcome.js';
import { toAnswered, toUnanswered } from '../outcomes.js';

const OPERATION = { index: 2, id: 'a', method: 'PUT', url: '/a' };

test('of an answer has its status, all its headers and its body', () => {
  const headers = { 'set-cookie': ['a=1', 'b=2'], date: 'x' };
  expect(toOperationOutcome(toAnswered({ status: 404, headers, body: 'why' }, OPERATION))).toEqual({
    ...OPERATION,
    status: 404,
    result: 'failed',
    executed: true,
    headers,
    body: Buffer.from('why'),
    trailers: {},
    problem: undefined,
    hasLostCookies: false,
  });
});

test.each([
  [{ executed: false, status: 424 }, false],
  [{ executed: 'unknown', status: 504 }, 'unknown'],
])('of a problem %j has executed %j, and neither headers nor body', (problem, executed) => {
  const outcome = toUnanswered('skipped', problem, OPERATION);
  expect(toOperationOutcome(outcome)).toEqual({
    ...OPERATION,
    status: problem.status,
    result: 'failed',
    executed,
    headers: {},
    body: new Uint8Array(0),
    trailers: {},
    problem: expect.objectContaining(problem),
    hasLostCookies: false,
  });
});

test('tells that cookies are lost where there are some and the answer is streamed', () => {
  const withCookies = toAnswered({ headers: { 'set-cookie': 'a=1' } });
  expect(toOperationOutcome(withCookies, true).hasLostCookies).toBe(true);
  expect(toOperationOutcome(withCookies, false).hasLostCookies).toBe(false);
  expect(toOperationOutcome(toAnswered({}), true).hasLostCookies).toBe(false);
  expect(toOperationOutcome(toUnanswered('failed'), true).hasLostCookies).toBe(false);
});
