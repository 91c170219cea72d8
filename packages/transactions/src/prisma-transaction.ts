import { type HeldTransaction, holdTransaction } from './hold-transaction.js';
import { refuseControl } from './refuse-control.js';
import type { BegunTransaction } from './run-group.js';
import { Statements } from './statements.js';

/** The longest time that a timer of Node can have, in milliseconds: 25 days. */
const NEVER_MS = 2 ** 31 - 1;

/** Prisma's code for a transaction that could not begin because no connection was free within `maxWait`. */
const NO_CONNECTION = 'P2028';

/** Statements of our own, which the guard lets through after the end of the group. */
const CHECK = 'SELECT 1 /* multistatus */';
const ROLLBACK = 'ROLLBACK /* multistatus */';
const OWN: ReadonlySet<unknown> = new Set([CHECK, ROLLBACK]);

/** The part of Prisma's client that is used here, without the types that are generated for each schema. */
interface Client {
  $extends(extension: object): Client;
  $queryRawUnsafe(text: string): Promise<unknown>;
  $executeRawUnsafe(text: string): Promise<unknown>;
  $transaction(run: (tx: Client) => Promise<void>, options?: object): Promise<unknown>;
}

/** What an extension of Prisma is passed for each operation on a model, and for each raw statement. */
interface ClientOperation {
  /** Of a raw statement: a list that begins with its text, or an object that has it. */
  readonly args: unknown;
  readonly query: (args: unknown) => Promise<unknown>;
}

/**
 * Begins an interactive transaction of Prisma.
 *
 * Prisma checks that a transaction is open when an operation on a model begins, but not before each of its statements. One that
 * goes on after COMMIT or ROLLBACK writes through a connection that is back in the pool. So this ends no transaction before
 * its operations have ended, and the `timeout` of Prisma, which would do that, does not apply.
 */
export async function beginPrismaTransaction<Tx>(
  prisma: unknown,
  { signal, isolationLevel }: { readonly signal: AbortSignal; readonly isolationLevel: string | undefined },
): Promise<BegunTransaction<Tx>> {
  const statements = new Statements();
  const guarded = (prisma as Client).$extends({
    query: {
      $allOperations: ({ args, query }: ClientOperation) => {
        const text = textOf(args);
        if (OWN.has(text)) return query(args);
        return statements.run(() => {
          if (text !== undefined) refuseControl(text);
          return query(args);
        });
      },
    },
  });
  const options = { timeout: NEVER_MS, ...(isolationLevel !== undefined && { isolationLevel }) };
  const hold = (): Promise<HeldTransaction<Client>> =>
    holdTransaction<Client>(signal, (run) => guarded.$transaction(run, options));
  const held = await hold().catch((error: unknown) => {
    if (signal.aborted || (error as { readonly code?: unknown }).code === NO_CONNECTION) throw error;
    // Prisma gives a connection that was lost during COMMIT back to the pool, which may not know that yet.
    return hold();
  });
  return new PrismaTransaction<Tx>(held, statements);
}

/** Returns the text of a raw statement. */
function textOf(args: unknown): string | undefined {
  const text = Array.isArray(args) ? args[0] : (args as { readonly sql?: unknown } | undefined)?.sql;
  return typeof text === 'string' ? text : undefined;
}

class PrismaTransaction<Tx> implements BegunTransaction<Tx> {
  readonly tx: Tx;
  readonly statements: Statements;
  readonly #held: HeldTransaction<Client>;
  #nested = 0;

  constructor(held: HeldTransaction<Client>, statements: Statements) {
    this.#held = held;
    this.statements = statements;
    this.tx = this.#withNesting(held.inner) as Tx;
  }

  async check(): Promise<void> {
    if (this.#nested > 0) throw new Error('A nested transaction was still running at the end of its group');
    await this.#held.inner.$queryRawUnsafe(CHECK);
  }

  commit(): Promise<void> {
    return this.#held.commit();
  }

  async rollback(): Promise<void> {
    const rolledBack = this.#rollBack();
    // A statement that runs cannot be interrupted. It has no effect in any case, so that nobody has to wait.
    if (!this.statements.isBusy) await rolledBack;
  }

  async #rollBack(): Promise<void> {
    await this.statements.idle();
    while (!(await this.#tryRollback())) {
      // The server is still busy with the statement before.
    }
    await this.#held.rollback();
  }

  /**
   * Resolves to false if pg has stopped waiting for ROLLBACK. Prisma gives the connection back even then, and whoever gets it
   * next would commit the group.
   */
  async #tryRollback(): Promise<boolean> {
    try {
      await this.#held.inner.$executeRawUnsafe(ROLLBACK);
    } catch (error) {
      if (isTimeout(error)) return false;
      // Nothing but a lost connection makes ROLLBACK fail.
      this.statements.reportLoss(error);
    }
    return true;
  }

  /** Returns the client with a `$transaction` that knows how many nested transactions run. */
  #withNesting(client: Client): Client {
    const nest = async (run: unknown, options?: object): Promise<unknown> => {
      if (typeof run !== 'function') {
        throw new TypeError(
          'A list of operations would run outside the transaction of the group; pass a function',
        );
      }
      this.#nested += 1;
      try {
        // Rejects after the end, and keeps the order.
        await this.statements.run(() => undefined);
        return await client.$transaction((nested) => run(this.#withNesting(nested)), options);
      } finally {
        this.#nested -= 1;
      }
    };
    return new Proxy(client, {
      get: (target, name) => (name === '$transaction' ? nest : Reflect.get(target, name)),
    });
  }
}

/** Checks whether pg has stopped waiting because of its option `query_timeout`; the server has not. */
function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.message.includes('Query read timeout');
}
