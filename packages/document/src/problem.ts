/** Any value that a JSON text can hold (RFC 8259 section 3). */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/**
 * A problem object (RFC 9457 section 3), with any extension members.
 *
 * Writing it recurses, so its values must not be untrusted input: nesting has to stay well below 1000 levels. A member
 * whose value is `undefined` counts as absent.
 */
export interface Problem {
  /** A URI that identifies the kind of problem, or `about:blank`. */
  readonly type: string;
  /** A summary of the kind of problem, the same text for every occurrence. */
  readonly title: string;
  /** The HTTP status code, 100 to 599. */
  readonly status: number;
  /** An explanation of this occurrence. */
  readonly detail?: string | undefined;
  /** Any other member, such as `errors`, `limit` or `executed` of the problems of this library. */
  readonly [extension: string]: JsonValue | undefined;
}
