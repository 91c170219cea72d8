/** A reference leads to no value that its operation could be completed with. Its message is meant for the client. */
export class UnresolvedReference extends Error {
  override readonly name = 'UnresolvedReference';
  /** Id of the operation that it refers to. */
  readonly from: string;

  constructor(from: string, detail: string) {
    super(detail);
    this.from = from;
  }
}
