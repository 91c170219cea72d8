import { beforeEach, describe, expect, test } from '@jest/globals';
import { GroupRolledBackError, type OperationGroup } from '@multistatus/core';
import { TransactionEndedError } from '@multistatus/transactions';
import {
  type SqliteDatabaseTransaction,
  type SqliteTransaction,
  sqliteTransaction,
} from '@multistatus/transactions/sqlite';
import { settled } from '../core/settled.js';
import { CONNECTIONS, INSERT, notesOf, SELECT, type TestConnection } from './sqlite-connections.js';

type Tx = SqliteTransaction<TestConnection>;

const groupUntil = (signal: AbortSignal): OperationGroup => ({ name: 'g', operations: [], signal });
const group = groupUntil(new AbortController().signal);

/** Returns a Promise, and a function that resolves it. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe.each(CONNECTIONS)('a connection %s', (_name, openConnection) => {
  let connection: TestConnection;
  let transaction: SqliteDatabaseTransaction<TestConnection>;
  const insert = (db: Tx, text: string): unknown => db.prepare(INSERT).run(text);
  beforeEach(() => {
    connection = openConnection();
    transaction = sqliteTransaction(connection);
  });

  test('a group is committed as a whole, and sees what it has written', async () => {
    let seen: unknown[] = [];
    await transaction(group, async (tx) => {
      insert(tx, 'a');
      await settled();
      insert(tx, 'b');
      seen = tx
        .prepare(SELECT)
        .all()
        .map((row) => ({ ...(row as object) }));
    });
    expect(seen).toEqual([{ text: 'a' }, { text: 'b' }]);
    expect(notesOf(connection)).toEqual(['a', 'b']);
  });

  test('a group that fails is rolled back as a whole, and says why', async () => {
    const cause = new Error('failed');
    const ended = transaction(group, async (tx) => {
      insert(tx, 'a');
      await settled();
      throw cause;
    });
    await expect(ended).rejects.toMatchObject({ code: 'ERR_GROUP_ROLLED_BACK', isTransient: false, cause });
    expect(notesOf(connection)).toEqual([]);
  });

  test('a statement that failed does not end the transaction', async () => {
    await transaction(group, async (tx) => {
      insert(tx, 'a');
      expect(() => insert(tx, 'a')).toThrow('UNIQUE');
      insert(tx, 'b');
    });
    expect(notesOf(connection)).toEqual(['a', 'b']);
  });

  test('everything else waits until the group has ended, and groups run one after another', async () => {
    const first = gate();
    const log: string[] = [];
    const all = [
      transaction(group, async (tx) => {
        insert(tx, 'of the first');
        await first.opened;
        log.push('first');
        throw new Error('failed');
      }).catch(() => undefined),
      transaction.inTurn((db) => log.push(`work: ${String(insert(db, 'beside') !== undefined)}`)),
      // A function of its own for the same connection: with bulk(), for example.
      sqliteTransaction(connection)(group, async (tx) => {
        insert(tx, 'of the second');
        await settled();
        log.push('second');
      }),
    ];
    await settled();
    expect(log).toEqual([]);
    first.open();
    await Promise.all(all);
    expect(log).toEqual(['first', 'work: true', 'second']);
    expect(notesOf(connection)).toEqual(['beside', 'of the second']);
  });

  test('a group waits for work that takes several steps; work that failed lets the next run', async () => {
    const steps = gate();
    const log: string[] = [];
    const work = transaction.inTurn(async () => {
      await steps.opened;
      log.push('work');
      throw new Error('failed');
    });
    const ran = transaction(group, async () => void log.push('group'));
    await settled();
    steps.open();
    await expect(work).rejects.toThrow('failed');
    await ran;
    expect(log).toEqual(['work', 'group']);
  });

  test('after the end every statement is refused, also one that was prepared before', async () => {
    const kept: { tx?: Tx; statement?: ReturnType<TestConnection['prepare']>; rows?: Iterator<unknown> } = {};
    await transaction(group, async (tx) => {
      insert(tx, 'a');
      insert(tx, 'b');
      kept.tx = tx;
      kept.statement = tx.prepare(INSERT);
      kept.rows = tx.prepare(SELECT).iterate();
      expect(kept.rows.next().value).toMatchObject({ text: 'a' });
    });
    const { tx, statement, rows } = kept as Required<typeof kept>;
    expect(() => statement.run('late')).toThrow(TransactionEndedError);
    expect(() => tx.prepare(SELECT)).toThrow(TransactionEndedError);
    expect(() => tx.exec('DELETE FROM notes')).toThrow(TransactionEndedError);
    expect(() => rows.next()).toThrow(TransactionEndedError);
    await expect(transaction.inTurn((db) => insert(db, 'late'), tx)).rejects.toThrow(TransactionEndedError);
    await transaction(group, async () => {
      // It would become part of the transaction of another group.
      expect(() => statement.run('late')).toThrow(TransactionEndedError);
    });
    expect(notesOf(connection)).toEqual(['a', 'b']);
  });

  test('rows that are not read to their end do not keep a group from its end', async () => {
    await transaction.inTurn((db) => [insert(db, 'a'), insert(db, 'b')]);
    await transaction(group, async (tx) => {
      const [first] = tx.prepare(SELECT).iterate();
      expect(first).toMatchObject({ text: 'a' });
      // While rows are still open, better-sqlite3 would refuse it.
      tx.exec('SAVEPOINT a');
      expect([...tx.prepare(SELECT).iterate()]).toHaveLength(2);
      tx.prepare(SELECT).iterate().next();
    });
    const failed = transaction(group, async (tx) => {
      tx.prepare(SELECT).iterate();
      throw new Error('failed');
    });
    await expect(failed).rejects.toThrow(GroupRolledBackError);
    expect(connection.isTransaction ?? connection.inTransaction).toBe(false);
  });

  test('handlers cannot begin or end a transaction', async () => {
    await transaction(group, async (tx) => {
      for (const sql of ['BEGIN', 'COMMIT', 'rollback', 'END']) {
        expect(() => tx.exec(sql)).toThrow('use a savepoint instead');
        expect(() => tx.prepare(sql)).toThrow('use a savepoint instead');
      }
      tx.exec('SAVEPOINT a');
      insert(tx, 'a');
      tx.exec('RELEASE a');
    });
    expect(notesOf(connection)).toEqual(['a']);
  });

  test('it is noticed that SQLite has rolled back on its own', async () => {
    await transaction.inTurn((db) => insert(db, 'a'));
    const ended = transaction(group, async (tx) => {
      insert(tx, 'b');
      expect(() => tx.prepare('INSERT OR ROLLBACK INTO notes VALUES (?)').run('a')).toThrow('UNIQUE');
      // It would be kept, although the group is reported as rolled back.
      expect(() => insert(tx, 'c')).toThrow(TransactionEndedError);
    });
    await expect(ended).rejects.toThrow(GroupRolledBackError);
    expect(notesOf(connection)).toEqual(['a']);
  });

  test('a group that waits ends with its batch; one that runs is not committed after that', async () => {
    const first = gate();
    const leaving = new AbortController();
    const running = transaction(groupUntil(leaving.signal), async (tx) => {
      insert(tx, 'a');
      await first.opened;
    });
    const waiting = transaction(groupUntil(leaving.signal), async (tx) => void insert(tx, 'b'));
    const next = transaction.inTurn((db) => insert(db, 'c'));
    await settled();
    leaving.abort(new Error('left'));
    // Before the one that it waits for has ended.
    await expect(waiting).rejects.toThrow('left');
    first.open();
    await expect(running).rejects.toMatchObject({ code: 'ERR_GROUP_ROLLED_BACK' });
    await next;
    await expect(transaction(groupUntil(leaving.signal), async () => undefined)).rejects.toThrow('left');
    expect(notesOf(connection)).toEqual(['c']);
  });

  test('what would wait for itself is refused', async () => {
    let later: Promise<unknown> = Promise.resolve();
    const first = gate();
    await transaction(group, async (tx) => {
      await expect(transaction.inTurn((db) => insert(db, 'own'))).rejects.toThrow(
        'inTurn() within an atomicity group would wait until the latter has ended; pass the transaction of the group, ' +
          'as in inTurn(work, getOperation(req)?.transaction)',
      );
      await expect(transaction(group, async () => undefined)).rejects.toThrow(
        'an atomicity group within an atomicity group',
      );
      await transaction.inTurn((db) => insert(db, 'through tx'), tx);
      later = first.opened.then(() => transaction.inTurn((db) => insert(db, 'later')));
    });
    first.open();
    // The group has ended, though this is still its async context.
    await later;
    const nested = transaction.inTurn(() => transaction.inTurn(() => undefined));
    await expect(nested).rejects.toThrow('inTurn() within inTurn() would wait');
    // Another connection has turns of its own.
    const other = sqliteTransaction(openConnection());
    await transaction(group, () => other.inTurn((db) => void insert(db, 'other')));
    expect(notesOf(connection)).toEqual(['later', 'through tx']);
  });

  test('work that leaves a transaction open is rolled back', async () => {
    const left = transaction.inTurn((db) => {
      db.exec('BEGIN');
      insert(db, 'a');
    });
    await expect(left).rejects.toThrow('left a transaction open');
    const own = transaction.inTurn((db) => {
      db.exec('BEGIN');
      insert(db, 'b');
      db.exec('COMMIT');
    });
    await own;
    connection.exec('BEGIN');
    await expect(transaction.inTurn((db) => insert(db, 'c'))).rejects.toThrow('not begun within inTurn()');
    await expect(transaction(group, async () => undefined)).rejects.toThrow('within a transaction');
    connection.exec('COMMIT');
    expect(notesOf(connection)).toEqual(['b']);
  });

  test('query runs a statement with $1, and returns its rows', async () => {
    await transaction(group, async (tx) => {
      expect(await transaction.query(tx, 'INSERT INTO notes VALUES ($1)', ['a'])).toEqual([]);
      const rows = await transaction.query<{ text: string }>(tx, SELECT);
      expect(rows.map(({ text }) => text)).toEqual(['a']);
    });
  });
});
