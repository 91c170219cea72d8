import { createHash } from 'node:crypto';
import type { PostgresClient } from './tables.js';

/** How often a statement is sent that PostgreSQL could not serialize. */
const MAX_ATTEMPTS = 20;

/** `prepared statement does not exist`, and `already exists`: the statement has not run. */
const NOT_PREPARED: ReadonlySet<unknown> = new Set(['26000', '42P05']);
/** `could not serialize access`, if the database runs each statement at a higher isolation level than `read committed`. */
const NOT_SERIALIZED = '40001';

interface NamedStatement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * Runs statements each of which is a transaction of its own. pg gets them with a name, so that the server parses and plans each
 * once for a connection: that halves the time of a write. PGlite takes no names.
 */
export class StatementRunner {
  readonly #client: PostgresClient;
  #isNamed: boolean;
  readonly #names = new Map<string, string>();

  constructor(client: PostgresClient) {
    this.#client = client;
    this.#isNamed = 'connect' in client;
    surviveLostConnections(client);
  }

  async run<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return (await this.#send(text, values)).rows as Row[];
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : undefined;
        // A proxy such as PgBouncer may send each transaction to the server through another connection.
        if (this.#isNamed && NOT_PREPARED.has(code)) this.#isNamed = false;
        else if (code !== NOT_SERIALIZED || attempt === MAX_ATTEMPTS) throw error;
      }
    }
  }

  #send(text: string, values: readonly unknown[]): Promise<{ readonly rows: unknown[] }> {
    if (!this.#isNamed) return this.#client.query(text, [...values]);
    const named = this.#client as unknown as {
      query(statement: NamedStatement): Promise<{ readonly rows: unknown[] }>;
    };
    return named.query({ name: this.#nameOf(text), text, values });
  }

  /** Another text has another name: a connection may be shared with other versions of this library. */
  #nameOf(text: string): string {
    let name = this.#names.get(text);
    if (name === undefined) {
      name = `multistatus_${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
      this.#names.set(text, name);
    }
    return name;
  }
}

const ignore = (): void => undefined;

/** Keeps the process alive when a pool of pg loses an idle connection. Without a listener, the event would end it. */
function surviveLostConnections(client: PostgresClient): void {
  if (client.on === undefined || client.listeners?.('error').includes(ignore)) return;
  client.on('error', ignore);
}
