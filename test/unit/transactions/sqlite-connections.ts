import type { SqliteConnection } from '@multistatus/transactions/sqlite';
import { FakeSqlite } from './fake-sqlite.js';

/** What node:sqlite and the fake have in common, as far as the tests use it. */
export interface TestStatement {
  run(...values: unknown[]): unknown;
  all(...values: unknown[]): unknown[];
  iterate(...values: unknown[]): Iterator<unknown> & Iterable<unknown>;
}
export interface TestConnection extends SqliteConnection {
  prepare(sql: string): TestStatement;
}

export const INSERT = 'INSERT INTO notes VALUES (?)';
export const SELECT = 'SELECT text FROM notes ORDER BY text';

interface NodeSqlite {
  readonly DatabaseSync: new (path: string) => TestConnection;
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const hasTransactionState = major > 22 || (major === 22 && minor >= 16);
const nodeSqlite = process.getBuiltinModule('node:sqlite') as NodeSqlite | undefined;

type Opened = readonly [name: string, open: () => TestConnection];

const fake: Opened = ['like better-sqlite3', () => new FakeSqlite() as unknown as TestConnection];

function connectionsOf({ DatabaseSync }: NodeSqlite): Opened {
  return [
    'node:sqlite',
    () => {
      const connection = new DatabaseSync(':memory:');
      connection.exec('CREATE TABLE notes (text TEXT NOT NULL UNIQUE)');
      return connection;
    },
  ];
}

/** The connections that this version of Node can open, each with an empty table of notes. */
export const CONNECTIONS: readonly Opened[] =
  nodeSqlite !== undefined && hasTransactionState ? [fake, connectionsOf(nodeSqlite)] : [fake];

/** Returns all notes, outside of everything. */
export function notesOf(connection: TestConnection): string[] {
  return (connection.prepare(SELECT).all() as { text: string }[]).map(({ text }) => text);
}
