/** The error for a reference without a usable value. Its message is sent to the client. */
export class UnresolvedReference extends Error {
  override readonly name = 'UnresolvedReference';
  /** Id of the operation that the reference points to. */
  readonly from: string;

  constructor(from: string, detail: string) {
    super(detail);
    this.from = from;
  }
}
