import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Statements } from '#transactions/statements.js';
import { TransactionEndedError } from '#transactions/transaction-ended-error.js';
import { settled } from '../core/settled.js';

let unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);
beforeEach(() => {
  unhandled = [];
  process.on('unhandledRejection', note);
});
afterEach(async () => {
  await settled();
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

/** A statement that the test ends. */
function hold(): { readonly statement: () => Promise<string>; readonly end: (value: string) => void } {
  let end: (value: string) => void = () => undefined;
  const promise = new Promise<string>((resolve) => {
    end = resolve;
  });
  return { statement: () => promise, end };
}

test('run one at a time, in the order in which they were sent, also after one that failed', async () => {
  const statements = new Statements();
  const log: string[] = [];
  const first = hold();
  const all = [
    statements.run(first.statement).then((value) => log.push(value)),
    statements.run(() => Promise.reject(new Error('failed'))).catch(() => log.push('failed')),
    statements.run(() => log.push('third')),
  ];
  await settled();
  expect(log).toEqual([]);
  expect(statements.isBusy).toBe(true);
  first.end('first');
  await Promise.all(all);
  expect(log).toEqual(['first', 'failed', 'third']);
  expect(statements.isBusy).toBe(false);
});

test('finish lets what was sent before end, and refuses what is sent after', async () => {
  const statements = new Statements();
  const log: string[] = [];
  const first = hold();
  const before = statements.run(first.statement).then((value) => log.push(value));
  const second = statements.run(() => log.push('second'));
  const finished = statements.finish(() => log.push('last'));
  await expect(statements.run(() => log.push('late'))).rejects.toThrow(TransactionEndedError);
  first.end('first');
  await Promise.all([before, second, finished]);
  expect(log).toEqual(['first', 'second', 'last']);
});

test('cut refuses what waits; what runs goes on', async () => {
  const statements = new Statements();
  const first = hold();
  const running = statements.run(first.statement);
  const waiting = statements.run(() => 'waiting');
  await settled();
  statements.cut();
  expect(statements.isBusy).toBe(true);
  first.end('first');
  await expect(running).resolves.toBe('first');
  await expect(waiting).rejects.toMatchObject({ code: 'ERR_TRANSACTION_ENDED' });
});

test('a rejection that nobody awaits does not end the process', async () => {
  const statements = new Statements();
  void statements.run(() => Promise.reject(new Error('nobody awaits this')));
  await settled();
  statements.cut();
  void statements.run(() => 'late');
  await settled();
});

test('remember the last error after which the transaction may be tried again', async () => {
  const statements = new Statements();
  await statements.run(() => Promise.reject(new Error('other'))).catch(() => undefined);
  expect(statements.transientError).toBeUndefined();
  const deadlock = Object.assign(new Error('deadlock'), { code: '40P01' });
  await statements.run(() => Promise.reject(deadlock)).catch(() => undefined);
  expect(statements.transientError).toBe(deadlock);
});
