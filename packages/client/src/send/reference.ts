/** A JSON Pointer (RFC 6901) to the part of a response that a reference takes. Header names are in lower case. */
export type SourcePointer = '/status' | `/headers/${string}` | '/body' | `/body/${string}`;

/** @throws {TypeError} if the pointer does not lead to the status, a header or the body of a response. */
export function checkSourcePointer(value: unknown): void {
  if (typeof value === 'string' && /^\/(?:status$|headers\/.|body(?:\/|$))/.test(value)) return;
  const got = typeof value === 'string' ? JSON.stringify(value) : typeof value;
  throw new TypeError(`A reference must be to /status, /headers/<name>, /body or /body/..., got ${got}`);
}

/** A value that the server takes from the response of another operation. It cannot be converted to text. */
export class Reference {
  /** The id of the operation whose response has the value. */
  readonly from: string;
  /** The pointer to the value in that response. */
  readonly value: SourcePointer;
  /** The batch that both operations belong to. */
  readonly batch: object;

  /** Called by `ref` of an operation, which checks the pointer. Only this package can call it. */
  constructor(source: Pick<Reference, 'from' | 'value' | 'batch'>) {
    this.from = source.from;
    this.value = source.value;
    this.batch = source.batch;
  }

  /**
   * Throws, because only the server knows the value.
   *
   * @throws {TypeError} always.
   */
  toString(): never {
    throw new TypeError(
      `The reference to ${this.value} of "${this.from}" cannot be used as text, because only the server knows its value; ` +
        'use it in a URL made with path`...`, as a whole header, or as a value in a body that is not serialized yet',
    );
  }

  /**
   * Throws as `toString` does: a body must not be serialized before it is passed to `post` and other methods.
   *
   * @throws {TypeError} always.
   */
  toJSON(): never {
    return this.toString();
  }

  /**
   * Throws as `toString` does: in a template, with `+`, and as a number.
   *
   * @throws {TypeError} always.
   */
  [Symbol.toPrimitive](): never {
    return this.toString();
  }
}
