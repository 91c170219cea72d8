// The model: the content of a 207 document, independent of its format. An href is an absolute path or an absolute
// URI, percent-encoded, without a fragment (RFC 4918 section 8.3).
import type { BodyOmission } from './body-omission.js';
import type { Element } from './element.js';
import type { Problem } from './problem.js';

/** Header fields by name, in the case in which they are written; an array where a field occurs more than once. */
export type HeaderMap = Readonly<Record<string, string | readonly string[]>>;

/** The number of operations that a document reports, by result: `total` is the sum of the other three. */
export interface Summary {
  /** All responses. One with several hrefs counts once. */
  readonly total: number;
  /** 2xx, other than a 207 that reports a failure. */
  readonly succeeded: number;
  /** 4xx, 5xx, or a 207 that reports a failure. */
  readonly failed: number;
  /** 3xx, or a member that a `sync-collection` REPORT says was removed (RFC 6578 section 3.2). */
  readonly other: number;
}

/** When an operation ran, in milliseconds. */
export interface Timing {
  /** From the start of the run to the start of this operation: the time that it waited. */
  readonly startMs: number;
  /** From its start to its end. */
  readonly durationMs: number;
}

/** The content that belongs to a status, as characters. */
export interface Body {
  /**
   * What `text` contains: for `json` a valid JSON text exactly as it was produced (it is trusted, and written without
   * parsing), for `text` any text, for `base64` the base64 form of bytes (RFC 4648 section 4).
   */
  readonly encoding: 'json' | 'text' | 'base64';
  /** The content in this encoding. */
  readonly text: string;
  /** The same text in slices, for a body that is too long to be decoded at once. Writers prefer it to `text`. */
  readonly sliced?: SlicedText | undefined;
}

/** A long text that is decoded while it is written. */
export interface SlicedText {
  /** True if XML can carry the text unchanged, as `isXmlText` checks. */
  readonly isXmlText: boolean;
  /** Yields the text in slices. None ends in the middle of a surrogate pair. Can be called more than once. */
  slices(): Iterable<string>;
  /** What the text was decoded from: its UTF-8, or the bytes that its base64 stands for. A writer of bytes copies them. */
  readonly bytes?: Uint8Array | undefined;
}

/** The result of one resource or one operation: in the status form or in the propstat form. */
export type MultistatusResponse = StatusResponse | PropstatResponse;

/** One status for one or many resources (RFC 4918 section 13). */
export type StatusResponse = SingleHrefResponse | MultiHrefResponse;

/** One status for one resource. */
export type SingleHrefResponse = StatusContent & {
  readonly href: string;
  readonly hrefs?: undefined;
};

/** One status that several resources share. */
export type MultiHrefResponse = StatusContent & {
  /** At least two, all different. */
  readonly hrefs: readonly [string, string, ...string[]];
  readonly href?: undefined;
};

/** A status for each group of properties of one resource (RFC 4918 section 14.22). */
export type PropstatResponse = ResponseBase & {
  readonly href: string;
  readonly propstats: readonly [Propstat, ...Propstat[]];
  readonly hrefs?: undefined;
  readonly status?: undefined;
  readonly reasonPhrase?: undefined;
  readonly body?: undefined;
  readonly problem?: undefined;
};

/** Properties that share a status. A property occurs only once across all propstats of a response. */
export interface Propstat {
  /** The HTTP status code, 200 to 599. */
  readonly status: number;
  /** The reason phrase that the server sent. Kept only for a status that has no registered one, such as 520. */
  readonly reasonPhrase?: string | undefined;
  /** With their values if the status is 200, empty otherwise (RFC 4918 section 14.22). */
  readonly properties: readonly Element[];
  /** Preconditions and postconditions that concern these properties (RFC 4918 section 16). */
  readonly error?: readonly Element[] | undefined;
  /** A text for the user about these properties (RFC 4918 section 14.25). */
  readonly description?: string | undefined;
}

/** A 207 document (RFC 4918 section 13): responses in request order, possibly none. */
export interface Multistatus {
  /** The counts; absent if the document has none, as those of other servers. */
  readonly summary?: Summary | undefined;
  /** In request order, if the document answers a batch. */
  readonly responses: readonly MultistatusResponse[];
  /** A text for the user: the `responsedescription` of the whole document. */
  readonly description?: string | undefined;
  /** The state of the collection after a `sync-collection` REPORT, a URI (RFC 6578 section 6.4). */
  readonly syncToken?: string | undefined;
  /** Elements of the document itself in other namespaces (RFC 4918 section 17). */
  readonly extensions?: readonly Element[] | undefined;
}

/** What a response in the status form has besides its hrefs. */
export type StatusContent = ResponseBase & {
  /** The HTTP status code, 200 to 599. */
  readonly status: number;
  /** The reason phrase that the server sent. Kept only for a status that has no registered one, such as 520. */
  readonly reasonPhrase?: string | undefined;
  readonly propstats?: undefined;
} & (
    | { readonly body?: Body | undefined; readonly problem?: undefined }
    | {
        /**
         * An error that was not answered by a handler but found by the program that writes the document. JSON carries
         * it as an `application/problem+json` body, XML as `D:error` and `D:responsedescription`.
         */
        readonly problem: Problem;
        readonly body?: undefined;
      }
  );

/** What responses of both forms have. */
export interface ResponseBase {
  /** The id that the client gave the operation. */
  readonly id?: string | undefined;
  /** The index of the operation in the request, from 0. */
  readonly index?: number | undefined;
  /** The headers of the response to this operation. */
  readonly headers?: HeaderMap | undefined;
  /** Why the content was omitted, if it was. */
  readonly bodyOmitted?: BodyOmission | undefined;
  /** The trailer fields that followed the content (RFC 9110 section 6.5). */
  readonly trailers?: HeaderMap | undefined;
  /** When the operation ran, if the server says so (option `timings`). */
  readonly timing?: Timing | undefined;
  /** Preconditions and postconditions that were violated (RFC 4918 section 16). */
  readonly error?: readonly Element[] | undefined;
  /** A text for the user (RFC 4918 section 14.25). */
  readonly description?: string | undefined;
  /**
   * The target of a redirect, or the resource that was created. Has the same form as `href`, and may be on another
   * server (RFC 4918 section 14.9).
   */
  readonly location?: string | undefined;
  /** Elements of the response in other namespaces (RFC 4918 section 17). */
  readonly extensions?: readonly Element[] | undefined;
}
