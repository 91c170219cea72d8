import { expect, test } from '@jest/globals';
import { holdTransaction } from '#transactions/hold-transaction.js';

/** A library that offers only a callback: it logs what becomes of the transaction. */
function library(log: string[], { begins = Promise.resolve(), commit = (): void => undefined } = {}) {
  return async (callback: (inner: string) => Promise<void>): Promise<void> => {
    await begins;
    log.push('begin');
    try {
      await callback('tx');
    } catch (error) {
      log.push('rollback');
      throw error;
    }
    commit();
    log.push('commit');
  };
}
const never = new AbortController().signal;

test('it commits, or rolls back without a rejection', async () => {
  const log: string[] = [];
  const first = await holdTransaction(never, library(log));
  expect(first.inner).toBe('tx');
  await first.commit();
  await (await holdTransaction(never, library(log))).rollback();
  expect(log).toEqual(['begin', 'commit', 'begin', 'rollback']);
});

test('it rejects as the library does, at the begin and at COMMIT', async () => {
  const failure = new Error('no');
  await expect(holdTransaction(never, () => Promise.reject(failure))).rejects.toBe(failure);
  const commit = (): void => {
    throw failure;
  };
  await expect((await holdTransaction(never, library([], { commit }))).commit()).rejects.toBe(failure);
});

test('it stops waiting at an abort; a transaction that begins later is rolled back', async () => {
  const log: string[] = [];
  const leaving = new AbortController();
  let begin = (): void => undefined;
  const begins = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const held = holdTransaction(leaving.signal, library(log, { begins }));
  leaving.abort(new Error('left'));
  await expect(held).rejects.toThrow('left');
  begin();
  await begins;
  await Promise.resolve();
  expect(log).toEqual(['begin', 'rollback']);
  await expect(holdTransaction(leaving.signal, library(log))).rejects.toThrow('left');
  expect(log).toHaveLength(2);
});
