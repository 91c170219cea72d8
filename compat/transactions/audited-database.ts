import type { Transaction } from '@multistatus/core';
import type { TransactionOptions } from '@multistatus/transactions';

/** How to connect to the server of a test. */
export interface ServerConnection {
  readonly host: string;
  readonly user: string;
  readonly database: string;
}

/** How many connections a library may open, and how long it may wait for one, in milliseconds. */
export const POOL = { max: 4, waitMs: 500 } as const;

/** The name by which the server knows the connections of the app. */
export const APPLICATION = 'audited';

/**
 * The database of an app, used through one library.
 *
 * `tx` is what a handler reads from `getOperation(req).transaction`; `undefined` outside of a group. Each method uses the API of the
 * library as an app would.
 */
export interface AuditedDatabase {
  /** Returns the option `transaction` of `batch()`. */
  transaction(options: TransactionOptions): Transaction;
  /** Inserts a row into `effects (mark text)`. */
  insert(tx: unknown, mark: string): Promise<unknown>;
  /** Adds 1 to `balance` in the row of `accounts (id integer, balance integer)`. */
  add(tx: unknown, account: number): Promise<unknown>;
  /** Runs one statement without parameters. */
  run(tx: unknown, statement: string): Promise<unknown>;
  /** Closes all connections. */
  close(): Promise<void>;
}

/** One library, and what the audit needs to know of it. */
export interface AuditedLibrary {
  readonly name: string;
  /**
   * Opens a database with at most {@link POOL}`.max` connections, all with `application_name` {@link APPLICATION}. `undefined` instead
   * of `connection`: a database in this process, which has one connection that cannot be lost.
   */
  readonly open: (connection: ServerConnection | undefined) => Promise<AuditedDatabase>;
  readonly isEmbedded?: boolean;
}
