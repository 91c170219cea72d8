import { expect, test } from '@jest/globals';
import type { OperationGroup } from '@multistatus/core';
import { sqliteTransaction } from '@multistatus/transactions/sqlite';
import { isLocked } from '#transactions/sqlite-connection.js';
import { FakeSqlite } from './fake-sqlite.js';
import { INSERT, SELECT } from './sqlite-connections.js';

const group: OperationGroup = { name: 'g', operations: [], signal: new AbortController().signal };
const busy = Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });

test.each<[error: unknown, expected: boolean]>([
  [busy, true],
  [Object.assign(new Error('x'), { code: 'SQLITE_BUSY_SNAPSHOT' }), true],
  [Object.assign(new Error('x'), { code: 'SQLITE_LOCKED' }), true],
  [Object.assign(new Error('x'), { code: 'SQLITE_FULL' }), false],
  [Object.assign(new Error('x'), { code: 'ERR_SQLITE_ERROR', errcode: 5 }), true],
  [Object.assign(new Error('x'), { code: 'ERR_SQLITE_ERROR', errcode: 517 }), true],
  [Object.assign(new Error('x'), { code: 'ERR_SQLITE_ERROR', errcode: 6 }), true],
  [Object.assign(new Error('x'), { code: 'ERR_SQLITE_ERROR', errcode: 13 }), false],
  [new Error('SQLITE_BUSY'), false],
  [undefined, false],
  [null, false],
])('whether %p means that another connection held a lock: %p', (error, expected) => {
  expect(isLocked(error)).toBe(expected);
});

test('a lock of another connection is reported as it is before the group, and as transient within', async () => {
  const connection = new FakeSqlite();
  const transaction = sqliteTransaction(connection);
  connection.failures.set('BEGIN', busy);
  await expect(transaction(group, async () => undefined)).rejects.toBe(busy);
  connection.failures.delete('BEGIN');

  const rolledBack = { code: 'ERR_GROUP_ROLLED_BACK', isTransient: true, cause: busy };
  connection.failures.set('COMMIT', busy);
  await expect(transaction(group, async () => undefined)).rejects.toMatchObject(rolledBack);
  connection.failures.clear();

  connection.failures.set('INSERT', busy);
  const failed = transaction(group, async (tx) => {
    expect(() => tx.prepare(INSERT).run('a')).toThrow(busy);
    throw new Error('The handler answered 500');
  });
  await expect(failed).rejects.toMatchObject(rolledBack);
});

test('nothing runs in a transaction that could not be rolled back', async () => {
  const connection = new FakeSqlite();
  const transaction = sqliteTransaction(connection);
  const failure = new Error('disk I/O error');
  connection.failures.set('ROLLBACK', failure);
  const failed = transaction(group, async (tx) => {
    tx.prepare(INSERT).run('a');
    throw new Error('failed');
  });
  // Not a GroupRolledBackError.
  await expect(failed).rejects.toBe(failure);
  await expect(transaction.inTurn((db) => db.prepare(INSERT).run('b'))).rejects.toBe(failure);
  await expect(transaction(group, async () => undefined)).rejects.toBe(failure);
  connection.failures.clear();
  await transaction.inTurn((db) => db.prepare(INSERT).run('c'));
  expect(connection.prepare(SELECT).all()).toEqual([{ text: 'c' }]);
});

test('what the methods of a guarded statement return is guarded too', async () => {
  const connection = new FakeSqlite();
  const transaction = sqliteTransaction(connection);
  await transaction(group, async (tx) => {
    const statement = tx.prepare(INSERT);
    expect(statement.reader).toBe(false);
    statement.run('a');
    expect(tx.exec('SAVEPOINT a')).toBe(tx);
    const plucked = tx.prepare(SELECT);
    expect(plucked.pluck()).toBe(plucked);
    expect(plucked.all()).toEqual(['a']);
  });
});
