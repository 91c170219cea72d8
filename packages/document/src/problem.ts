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
 * Its values are made by a program, not taken from a stranger: nesting stays shallow (well below 1000), since
 * writing it recurses. A member whose value is `undefined` counts as absent.
 */
export interface Problem {
  /** A URI that identifies the kind of problem, or `about:blank`. */
  readonly type: string;
  /** What kind of problem this is, the same text for every occurrence. */
  readonly title: string;
  /** The HTTP status code, 100 to 599. */
  readonly status: number;
  /** What happened this time. */
  readonly detail?: string | undefined;
  readonly [extension: string]: JsonValue | undefined;
}
