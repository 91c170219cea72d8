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
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly bodyEncoding?: 'text' | 'base64';
  readonly dependsOn?: readonly string[];
  readonly atomicityGroup?: string;
  readonly references?: readonly WireReference[];
}

/** The JSON form of a batch request. */
export interface WireBatch {
  readonly requests: readonly WireOperation[];
  readonly execution?: 'parallel' | 'sequential';
  readonly onError?: 'continue' | 'stop';
}
