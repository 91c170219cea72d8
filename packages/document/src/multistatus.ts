// The model: what a 207 document says, whatever it is written in. Responses stand in the status form of
// RFC 4918 section 14.24; the propstat form, when it comes, is one more member of the union below.
import type { Problem } from './problem.js';

/** Header fields by name, names as they are to be written; an array where a field occurs more than once. */
export type HeaderMap = Readonly<Record<string, string | readonly string[]>>;

/** How many operations a document reports, and how they ended: `total` is the sum of the other three. */
export interface Summary {
  readonly total: number;
  /** 2xx, other than a 207 that reports a failure. */
  readonly succeeded: number;
  /** 4xx, 5xx, or a 207 that reports a failure. */
  readonly failed: number;
  /** 3xx. */
  readonly other: number;
}

/** The content that came with a status, as characters. */
export interface Body {
  /**
   * What `text` holds: `json` a valid JSON text exactly as it was produced (it is trusted, and written without
   * a look inside), `text` any text, `base64` the base64 form of bytes (RFC 4648 section 4).
   */
  readonly encoding: 'json' | 'text' | 'base64';
  readonly text: string;
}

/** What became of one resource or one operation, with the answer itself or with the problem in its place. */
export type MultistatusResponse = ResponseBase &
  (
    | { readonly body?: Body | undefined; readonly problem?: undefined }
    | {
        /**
         * A fault that no handler answered: found by the program that writes the document. JSON carries it as
         * an `application/problem+json` body, XML as `D:error` and `D:responsedescription`.
         */
        readonly problem: Problem;
        readonly body?: undefined;
      }
  );

/** A 207 document (RFC 4918 section 13): responses in request order, none at all being legal. */
export interface Multistatus {
  readonly summary?: Summary | undefined;
  readonly responses: readonly MultistatusResponse[];
}

interface ResponseBase {
  /** The id that the client gave the operation. */
  readonly id?: string | undefined;
  /** The place of the operation in the request, from 0. */
  readonly index?: number | undefined;
  /** The resource: a path-absolute or absolute URI, percent-encoded, without fragment (RFC 4918 section 8.3). */
  readonly href: string;
  /** The HTTP status code, 200 to 599. */
  readonly status: number;
  readonly headers?: HeaderMap | undefined;
  /** Why there was content that does not stand here: over a limit, or not wished (`Prefer: return=minimal`). */
  readonly bodyOmitted?: 'too-large' | 'minimal' | undefined;
  /** Where to go instead, or what was made: of the same form as `href`, may be foreign (RFC 4918 section 14.9). */
  readonly location?: string | undefined;
}
