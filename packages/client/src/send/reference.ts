/** A JSON Pointer (RFC 6901) to the part of a response that a reference takes. Header names are in lower case. */
export type SourcePointer = '/status' | `/headers/${string}` | '/body' | `/body/${string}`;

/** A value that the server takes from the response of another operation. */
export class Reference {
  /** The id of the operation whose response has the value. */
  readonly from: string;
  /** The pointer to the value in that response. */
  readonly value: SourcePointer;
  /** The batch that both operations belong to. */
  readonly batch: object;

  constructor(source: Pick<Reference, 'from' | 'value' | 'batch'>) {
    this.from = source.from;
    this.value = source.value;
    this.batch = source.batch;
  }
}
