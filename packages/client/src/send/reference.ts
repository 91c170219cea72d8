/** What of a response a reference can take: all, or a part by its JSON pointer (RFC 6901). Header names in lower case. */
export type SourcePointer = '/status' | `/headers/${string}` | '/body' | `/body/${string}`;

/** A value that an operation takes from the response of another one, in the server. */
export class Reference {
  /** Id of the operation whose response has the value. */
  readonly from: string;
  readonly value: SourcePointer;
  /** The batch that both belong to. */
  readonly batch: object;

  constructor(source: Pick<Reference, 'from' | 'value' | 'batch'>) {
    this.from = source.from;
    this.value = source.value;
    this.batch = source.batch;
  }
}
