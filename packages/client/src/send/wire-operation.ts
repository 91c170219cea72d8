/** A value taken from the response of another operation. */
export interface WireReference {
  /** Where the value goes: a pointer into this operation (RFC 6901). */
  readonly at: string;
  /** Id of the other operation. */
  readonly from: string;
  /** What of its response: a pointer into that. */
  readonly value: string;
}

/** An operation as the request of a batch has it. */
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

/** The request of a batch, as JSON has it. */
export interface WireBatch {
  readonly requests: readonly WireOperation[];
  readonly execution?: 'parallel' | 'sequential';
  readonly onError?: 'continue' | 'stop';
}
