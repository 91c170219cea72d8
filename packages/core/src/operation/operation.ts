/** One request inside a batch, validated and in normal form. */
export interface Operation {
  /** Its place in the batch, from 0. */
  readonly index: number;
  /** 1 to 64 characters of `A-Z a-z 0-9 . _ ~ -`, distinct within the batch. */
  readonly id: string;
  /** Upper-case token. */
  readonly method: string;
  /**
   * Origin-form: absolute path and query, without the `basePath`. Before its references are resolved it may begin with
   * `$id` instead of a path and hold variables `{name}`.
   */
  readonly url: string;
  /** Its own header fields by lower-case name, with the content-type that its body needs. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
  /** The group that it succeeds or fails with. */
  readonly atomicityGroup?: string | undefined;
  /** Everything that has to succeed first, references included. */
  readonly dependencies: readonly Dependency[];
  /** Values out of the responses of other operations that this one is completed with. */
  readonly references: readonly Reference[];
}

/** Another operation, or a group, that has to succeed before an operation may start. */
export interface Dependency {
  /** Id of the operation, or name of the group. */
  readonly name: string;
  /** Where the batch says so: JSON Pointer as URI fragment. */
  readonly pointer: string;
  /** A value is wanted of it, so it must be one operation. */
  readonly isReference: boolean;
}

/** One value out of the response of another operation, and the place where it goes. */
export interface Reference {
  /** Tokens of the pointer into the operation: `['url', variable]`, `['headers', lower-case name]` or `['body', …]`. */
  readonly at: readonly string[];
  /** Id of the operation whose response holds the value. */
  readonly from: string;
  /** Tokens of the pointer into that response: `['status']`, `['headers', name]` or `['body', …]`. */
  readonly value: readonly string[];
}
