/** One request inside a batch, validated and in normal form. */
export interface Operation {
  /** Its place in the batch, from 0. */
  readonly index: number;
  /** 1 to 64 characters of `A-Z a-z 0-9 . _ ~ -`, distinct within the batch. */
  readonly id: string;
  /** Upper-case token. */
  readonly method: string;
  /** Origin-form: absolute path and query. */
  readonly url: string;
  /** Its own header fields by lower-case name, with the content-type that its body needs. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
}
