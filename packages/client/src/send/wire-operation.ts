/** A value taken from the response of another operation. */
export interface WireReference {
  /** The JSON Pointer to the place of the value in this operation (RFC 6901). */
  readonly at: string;
  /** The id of the other operation. */
  readonly from: string;
  /** The JSON Pointer to the value in its response. */
  readonly value: string;
}

/** The JSON form of an operation. */
export interface WireOperation {
  /** 1 to 256 characters, without control characters; no other operation of the batch has it. */
  readonly id: string;
  /** The HTTP method, such as `GET`. */
  readonly method: string;
  /**
   * A path and query on the server of the endpoint, such as `/albums/4?limit=5`. It may contain variables such as `{v0}`, which
   * `references` fill.
   */
  readonly url: string;
  /** The headers of the operation itself; absent if it has none. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The body; absent if there is none. Without `bodyEncoding`, a JSON value, in which `null` is in the place of each reference. */
  readonly body?: unknown;
  /** `text` if `body` is the body itself, `base64` if it is the base64 form of its bytes. */
  readonly bodyEncoding?: 'text' | 'base64';
  /** The ids of operations, or names of groups, that must succeed first; absent if there are none. */
  readonly dependsOn?: readonly string[];
  /** The name of the group with which it takes effect, or does not; absent if it is in none. */
  readonly atomicityGroup?: string;
  /** The values that it takes from the responses of other operations; absent if there are none. */
  readonly references?: readonly WireReference[];
}

/** The JSON form of a batch request. */
export interface WireBatch {
  /** The operations, in the order in which they start. */
  readonly requests: readonly WireOperation[];
  /** Whether operations run concurrently or one at a time. @defaultValue that of the server, which is 'parallel' */
  readonly execution?: 'parallel' | 'sequential';
  /** Whether operations still run after a failure. @defaultValue that of the server, which is 'continue' */
  readonly onError?: 'continue' | 'stop';
}
