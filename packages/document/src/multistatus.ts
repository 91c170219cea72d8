// The model: what a 207 document says, whatever it is written in. An href is a path-absolute or an absolute URI,
// percent-encoded, without fragment (RFC 4918 section 8.3).
import type { Element } from './element.js';
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

/** What a document says of one resource, or one operation: in the status form, or in the propstat form. */
export type MultistatusResponse = StatusResponse | PropstatResponse;

/** One status for one or many resources (RFC 4918 section 13). */
export type StatusResponse = ResponseBase &
  (
    | { readonly href: string; readonly hrefs?: undefined }
    | {
        /** Resources that share the status; none stands twice. */
        readonly hrefs: readonly [string, string, ...string[]];
        readonly href?: undefined;
      }
  ) &
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
  ) & {
    /** The HTTP status code, 200 to 599. */
    readonly status: number;
    readonly propstats?: undefined;
  };

/** A status for each group of properties of one resource (RFC 4918 section 14.22). */
export type PropstatResponse = ResponseBase & {
  readonly href: string;
  readonly propstats: readonly [Propstat, ...Propstat[]];
  readonly hrefs?: undefined;
  readonly status?: undefined;
  readonly body?: undefined;
  readonly problem?: undefined;
};

/** Properties that share a status. A property stands once in a response, over all of its propstats. */
export interface Propstat {
  /** The HTTP status code, 200 to 599. */
  readonly status: number;
  /** With their values where the status is 200, empty otherwise (RFC 4918 section 14.22). */
  readonly properties: readonly Element[];
  /** Preconditions and postconditions that concern these properties (RFC 4918 section 16). */
  readonly error?: readonly Element[] | undefined;
  readonly description?: string | undefined;
}

/** A 207 document (RFC 4918 section 13): responses in request order, none at all being legal. */
export interface Multistatus {
  readonly summary?: Summary | undefined;
  readonly responses: readonly MultistatusResponse[];
  /** For a user to read: the document's own responsedescription. */
  readonly description?: string | undefined;
  /** State of the collection after a sync-collection REPORT, a URI (RFC 6578 section 6.4). */
  readonly syncToken?: string | undefined;
  readonly extensions?: readonly Element[] | undefined;
}

interface ResponseBase {
  /** The id that the client gave the operation. */
  readonly id?: string | undefined;
  /** The place of the operation in the request, from 0. */
  readonly index?: number | undefined;
  readonly headers?: HeaderMap | undefined;
  /** Why there was content that does not stand here: over a limit, or not wished (`Prefer: return=minimal`). */
  readonly bodyOmitted?: 'too-large' | 'minimal' | undefined;
  /** Preconditions and postconditions that were violated (RFC 4918 section 16). */
  readonly error?: readonly Element[] | undefined;
  /** For a user to read (RFC 4918 section 14.25). */
  readonly description?: string | undefined;
  /** Where to go instead, or what was made: of the same form as `href`, may be foreign (RFC 4918 section 14.9). */
  readonly location?: string | undefined;
  readonly extensions?: readonly Element[] | undefined;
}
