import type { BegunTransaction } from './run-group.js';
import type { Statements } from './statements.js';

/** The longest time that a timer can have, in milliseconds: 25 days. */
const NEVER_MS = 2 ** 31 - 1;

/** Our own statements, which pass the guard after the end of the group. */
const CHECK = 'SELECT 1 /* multistatus */';
const ROLLBACK = 'ROLLBACK /* multistatus */';
const OWN: ReadonlySet<unknown> = new Set([CHECK, ROLLBACK]);

/** The part of Prisma's client that is used here. The types of a generated client are too narrow for code that fits all. */
interface Client {
  $extends(extension: object): Client;
  $queryRawUnsafe(text: string): Promise<unknown>;
  $executeRawUnsafe(text: string): Promise<unknown>;
  $transaction(run: (tx: Client) => Promise<void>, options?: object): Promise<void>;
}

/** What an extension of Prisma is told of each operation. */
interface ClientOperation {
  readonly args: unknown;
  query(args: unknown): Promise<unknown>;
}

/**
 * An interactive transaction of Prisma.
 *
 * Prisma checks that the transaction is open when it starts an operation on a model, but not before each of its statements.
 * One that goes on after COMMIT or ROLLBACK writes through a connection that is already back in the pool. So no transaction
 * ends here before its operations have.
 */
export class PrismaTransaction<Tx> implements BegunTransaction<Tx> {
  readonly tx: Tx;
  readonly statements: Statements;
  readonly #client: Client;
  /** Lets Prisma commit, or roll back if it is passed an error. */
  readonly #end: (error?: Error) => void;
  /** Settles when Prisma has ended the transaction. */
  readonly #ended: Promise<void>;
  #nested = 0;

  private constructor(
    client: Client,
    on: {
      readonly statements: Statements;
      readonly end: (error?: Error) => void;
      readonly ended: Promise<void>;
    },
  ) {
    this.#client = client;
    this.statements = on.statements;
    this.#end = on.end;
    this.#ended = on.ended;
    this.tx = this.#guard(client) as Tx;
  }

  static async begin<Tx>(
    prisma: unknown,
    {
      statements,
      isolationLevel,
    }: { readonly statements: Statements; readonly isolationLevel: string | undefined },
  ): Promise<PrismaTransaction<Tx>> {
    const guarded = (prisma as Client).$extends({
      query: {
        $allOperations: ({ args, query }: ClientOperation) =>
          Array.isArray(args) && OWN.has(args[0]) ? query(args) : statements.run(() => query(args)),
      },
    });
    return new Promise((resolve, reject) => {
      const ended = guarded.$transaction(
        (client) =>
          new Promise((commit, rollBack) => {
            const end = (error?: Error): void => (error === undefined ? commit() : rollBack(error));
            resolve(new PrismaTransaction<Tx>(client, { statements, end, ended }));
          }),
        { timeout: NEVER_MS, ...(isolationLevel !== undefined && { isolationLevel }) },
      );
      ended.catch(reject);
    });
  }

  async check(): Promise<void> {
    if (this.#nested > 0) throw new Error('A nested transaction was still running at the end of its group');
    await this.#client.$queryRawUnsafe(CHECK);
  }

  async commit(): Promise<void> {
    this.#end();
    await this.#ended;
  }

  async rollback(): Promise<void> {
    const rolledBack = this.#rollBack();
    rolledBack.catch(() => undefined);
    // A statement that runs cannot be interrupted. It has no effect in any case, so that nobody has to wait.
    if (!this.statements.isBusy) await rolledBack;
  }

  async #rollBack(): Promise<void> {
    await this.statements.idle();
    // Prisma gives the connection back even if its own ROLLBACK has timed out. Who gets it next would then commit the group.
    while (await this.#client.$executeRawUnsafe(ROLLBACK).then(() => false, isTimeout)) {
      // The server is still busy with the statement before.
    }
    this.#end(new Error('The atomicity group is rolled back'));
    await this.#ended;
  }

  #guard(client: Client): Client {
    const nest = async (run: unknown, options?: object): Promise<void> => {
      if (typeof run !== 'function') {
        throw new TypeError('A list of operations would run outside the transaction of the group; pass a function');
      }
      this.#nested += 1;
      try {
        return await client.$transaction((nested) => run(this.#guard(nested)), options);
      } finally {
        this.#nested -= 1;
      }
    };
    return new Proxy(client, {
      get: (target, name) => (name === '$transaction' ? nest : Reflect.get(target, name)),
    });
  }
}

/** Checks whether the client has stopped waiting, because of the option `query_timeout` of pg; the server has not. */
function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.message.includes('Query read timeout');
}
