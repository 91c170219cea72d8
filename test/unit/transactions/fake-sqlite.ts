/** A statement like one of better-sqlite3. */
export interface FakeStatement {
  readonly reader: boolean;
  run(...values: unknown[]): { readonly changes: number };
  all(): unknown[];
  iterate(): Iterator<unknown>;
  pluck(): FakeStatement;
}

/**
 * A connection like one of better-sqlite3, which is a native module. It has one table, of notes, of which each is unique, and knows
 * the statements of the tests. It fails when it is told to.
 */
export class FakeSqlite {
  inTransaction = false;
  /** Errors that statements throw instead of running, by the first word of the statement. */
  readonly failures: Map<string, Error> = new Map();
  #notes: string[] = [];
  #before: string[] = [];
  #openIterators = 0;

  exec(sql: string): this {
    if (this.#openIterators > 0) throw new TypeError('This database connection is busy executing a query');
    const command = this.#expect(sql);
    if (command === 'BEGIN') {
      if (this.inTransaction) throw new Error('cannot start a transaction within a transaction');
      this.#before = [...this.#notes];
      this.inTransaction = true;
    }
    if (command === 'COMMIT' || command === 'ROLLBACK') {
      if (!this.inTransaction) throw new Error(`cannot ${command.toLowerCase()} - no transaction is active`);
      if (command === 'ROLLBACK') this.#rollBack();
      this.inTransaction = false;
    }
    return this;
  }

  prepare(sql: string): FakeStatement {
    if (!/^(?:INSERT|SELECT text FROM notes) /.test(sql))
      throw Object.assign(new Error('syntax error'), { code: 'SQLITE_ERROR' });
    const rows = (): unknown[] => this.#notes.toSorted().map((text) => (isPlucked ? text : { text }));
    let isPlucked = false;
    const statement: FakeStatement = {
      reader: sql.startsWith('SELECT'),
      run: (...values) => {
        this.#expect(sql);
        const [text] = values.map((value) =>
          typeof value === 'string' ? value : Object.values(value as object)[0],
        );
        return this.#insert(text as string, sql.includes('OR ROLLBACK'));
      },
      all: () => {
        if (!statement.reader) throw new TypeError('This statement does not return data. Use run() instead');
        this.#expect(sql);
        return rows();
      },
      iterate: () => this.#open(rows().values()),
      pluck: () => {
        isPlucked = true;
        return statement;
      },
    };
    return statement;
  }

  #expect(sql: string): string {
    const [command = ''] = sql.split(' ');
    const failure = this.failures.get(command);
    if (failure !== undefined) throw failure;
    return command;
  }

  #insert(text: string, rollsBack: boolean): { readonly changes: number } {
    if (this.#notes.includes(text)) {
      if (rollsBack) this.#rollBack();
      throw Object.assign(new Error('UNIQUE constraint failed'), { code: 'SQLITE_CONSTRAINT_UNIQUE' });
    }
    this.#notes.push(text);
    return { changes: 1 };
  }

  #rollBack(): void {
    this.#notes = this.#before;
    this.inTransaction = false;
  }

  #open(rows: Iterator<unknown>): Iterator<unknown> {
    this.#openIterators += 1;
    let isOpen = true;
    const close = (): { done: true; value: undefined } => {
      if (isOpen) this.#openIterators -= 1;
      isOpen = false;
      return { done: true, value: undefined };
    };
    return {
      next: () => {
        const result = rows.next();
        return result.done === true ? close() : result;
      },
      return: close,
    };
  }
}
