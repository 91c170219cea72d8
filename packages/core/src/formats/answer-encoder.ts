import type {
  Body,
  DocumentMembers,
  HeaderMap,
  MultistatusResponse,
  Problem,
  ResponseClass,
  Summary,
} from '@multistatus/document';
import type { EnvelopeHeaders } from '../http/envelope.js';
import type { Outcome } from '../operation/outcome.js';
import type { JsonSchema } from './json-schema.js';

/** The part of a format that writes answers. */
export interface AnswerEncoder {
  /** The media types of an answer, in order of preference, lower-case and without parameters. Accept selects one. */
  readonly mediaTypes: readonly [string, ...string[]];
  /**
   * `request`: the answer is written once everything has settled, in the order of the request. `completion`: it is
   * streamed, and responses are written as they settle.
   */
  readonly order: 'request' | 'completion';
  /** True if a response has its Location in `location`, besides its headers. @defaultValue false */
  readonly hasLocation?: boolean | undefined;
  /**
   * The media type of a report that nests well in an answer of this format. A report inside a batch is sent in it if its
   * operation has no Accept header.
   *
   * @defaultValue a report is sent in the same format as outside of a batch
   */
  readonly nestedType?: string | undefined;
  /** Writes an answer. Must not throw for any content: the operations have run. */
  encode(content: AnswerContent): EncodedAnswer | Promise<EncodedAnswer>;
  /**
   * Returns how many bytes the body of a response takes in the answer, where characters are escaped. `maxResponseBytes` then
   * applies to these bytes. It is called only if the limit could be exceeded.
   *
   * @defaultValue a body takes as many bytes as the target has sent
   */
  readonly bodySize?: ((body: Body) => number | Promise<number>) | undefined;
  /** Describes an answer in a media type for OpenAPI. `schema` describes it in JSON. */
  readonly toSchema: (schema: JsonSchema, mediaType: string) => JsonSchema;
  /** Describes one item of an answer that is a sequence, such as a line, for OpenAPI 3.2. @defaultValue it is not a sequence */
  readonly toItemSchema?: ((schema: JsonSchema, mediaType: string) => JsonSchema) | undefined;
}

/** What an answer contains. */
export interface AnswerContent {
  /** All parts; or, if the answer is streamed, the parts as they settle. `for await` reads both. */
  readonly parts: readonly AnswerPart[] | AsyncIterable<AnswerPart>;
  /** Returns the counts of the parts. Call it only after the last part has been read. */
  readonly summary: () => Summary;
  /** The other members of the document. `summary` is among them if the document is to have one. */
  readonly members: DocumentMembers;
  /** The media type that was negotiated, one of those of the encoder. */
  readonly mediaType: string;
  /** The path of a response without a resource of its own, up to its index: `/batch/operations/`. */
  readonly operationsPath: string;
  /** The headers of the request that is answered. */
  readonly headers: EnvelopeHeaders;
}

/** One response of an answer. */
export interface AnswerPart {
  /** The response as in the document. It has a `problem` in place of a body of `application/problem+json`. */
  readonly response: MultistatusResponse;
  /** How it is counted in the summary. */
  readonly result: ResponseClass;
  /** The outcome that the response is about; `undefined` in a report of a handler. */
  readonly outcome?: Outcome | undefined;
}

/** A body with its content type. `Body` is the form that it has: as a whole, or also in pieces. */
export interface Encoded<Body> {
  /** With parameters, such as charset or boundary. */
  readonly contentType: string;
  /** Further headers of the answer, by lower-case name. */
  readonly headers?: HeaderMap | undefined;
  /** The status, if the format decides it. */
  readonly status?: number | undefined;
  /** The content itself. Text is sent in UTF-8. */
  readonly body: Body;
}

/** An answer: as a whole, or in pieces. Between the pieces of a long one, other work runs. */
export type EncodedAnswer = Encoded<string | Uint8Array | AsyncIterable<string | Uint8Array>>;

/** The part of a format that writes problems (RFC 9457). */
export interface ProblemEncoder {
  /** The media type of a problem, for OpenAPI. */
  readonly mediaType: string;
  /** Writes a problem. `headers` are those of the request. If it throws, the problem is written as JSON. */
  encode(problem: Problem, headers: EnvelopeHeaders): EncodedProblem | Promise<EncodedProblem>;
  /** Describes a problem for OpenAPI. `schema` describes it in JSON. */
  readonly toSchema: (schema: JsonSchema) => JsonSchema;
}

/** A problem as a format has written it. */
export type EncodedProblem = Encoded<string | Uint8Array>;
