import type { Problem } from '@multistatus/document';
import type { EnvelopeHeaders } from '../http/envelope.js';
import type { OperationAnswer } from '../operation/dispatch.js';
import type { Operation } from '../operation/operation.js';
import type { JsonSchema } from './json-schema.js';
import type { ReceivedBody } from './received-body.js';

/** The part of a format that reads batches, which are held in memory as a whole. */
export interface BatchDecoder {
  /** Absent: `kind: 'stream'` distinguishes a {@link BatchStreamDecoder}. */
  readonly kind?: undefined;
  /** The media types of a batch, lower-case and without parameters. */
  readonly mediaTypes: readonly [string, ...string[]];
  /**
   * Reads a batch. It does not validate: methods, URLs, headers, ids and dependencies are validated afterwards.
   *
   * @throws {BatchProblem} if the body is not of this format, or exceeds a limit.
   */
  decode(body: ReceivedBody, context: DecodeContext): DecodedBatch | Promise<DecodedBatch>;
  /**
   * What happens to a header that operations may not have: `refuse` refuses the batch, `drop` ignores the header.
   *
   * @defaultValue 'refuse'
   */
  readonly deniedHeaders?: 'refuse' | 'drop' | undefined;
  /** Returns the media type of the answer, or `undefined` if Accept decides. */
  readonly answerType?: ((headers: EnvelopeHeaders) => string | undefined) | undefined;
  /** Returns whether an answer is a success, unless the option `isSuccess` decides; `undefined` lets the status decide. */
  readonly isSuccess?: ((operation: Operation, answer: OperationAnswer) => boolean | undefined) | undefined;
  /** Describes a batch in a media type for OpenAPI. `schema` describes it in JSON. */
  readonly toSchema: (schema: JsonSchema, mediaType: string) => JsonSchema;
  /** Describes one item of a batch that is a sequence, such as a line, for OpenAPI 3.2. @defaultValue it is not a sequence */
  readonly toItemSchema?: ((schema: JsonSchema, mediaType: string) => JsonSchema) | undefined;
}

/** What a decoder needs to know of the request and its endpoint. */
export interface DecodeContext {
  /** The headers of the batch request. */
  readonly headers: EnvelopeHeaders;
  /** The path of the endpoint as the client sees it, without query and trailing slashes. */
  readonly path: string;
  /**
   * The option `root`: the path that relative URLs of operations are relative to, as the client sees it, without a slash at its end;
   * `''` is the root of the host.
   */
  readonly root: string | undefined;
  /** The limits of the endpoint: bytes of the whole body, levels of nested objects and arrays, and operations in one batch. */
  readonly limits: {
    readonly maxBodyBytes: number;
    readonly maxJsonDepth: number;
    readonly maxOperations: number;
  };
}

/** A batch as a format has read it. */
export interface DecodedBatch {
  /**
   * The batch in the form that it has in JSON: `{ requests: [{ method, url, ... }] }`, with URLs as the endpoint takes
   * them. It is not validated yet, so it may be anything. Members `body` in it are ignored, and may differ from what was
   * sent: see `bodyOf`. An `id` that the decoder has chosen begins with `~`: Idempotency-Keys are derived from all others.
   */
  readonly value: unknown;
  /**
   * Returns the body of a request as it was sent, or `undefined` if it has none. Called at most once for each request, in
   * order. `contentType` is the Content-Type of that request, if it has a valid one.
   */
  readonly bodyOf: (index: number, contentType: string | undefined) => DecodedBody | undefined;
  /**
   * Returns the client's name of a request, if that cannot be its `id`. Encoders find it as `operation.clientId`, and
   * Idempotency-Keys are derived from it.
   */
  readonly clientIdOf?: ((index: number) => string | undefined) | undefined;
  /**
   * Returns what the format calls a request in its own problems, such as `Part 2.1`. Issues of that request have it as the member
   * `place`.
   */
  readonly placeOf?: ((index: number) => string) | undefined;
  /** Returns the problem with which a single request is refused. Requests that depend on it do not run; the others do. */
  readonly refusalOf?: ((index: number) => Problem | undefined) | undefined;
  /** True if a batch without operations is valid. @defaultValue false */
  readonly mayBeEmpty?: boolean | undefined;
  /** After how many failures the batch stops, if the batch says so. 1 is the same as `onError: 'stop'` in JSON. */
  readonly stopAfter?: number | undefined;
  /** The preferences that the format has honoured, for Preference-Applied (RFC 7240 section 3). @defaultValue none */
  readonly applied?: readonly string[] | undefined;
}

/** The body of one operation as it was sent, or why it cannot be read. */
export type DecodedBody =
  /**
   * The text of a JSON value, and its UTF-8 if that is known. The content type is `application/json` unless the operation has its own.
   */
  | { readonly kind: 'json'; readonly text: string; readonly bytes?: Uint8Array | undefined }
  /** The content type is `text/plain; charset=utf-8` unless the operation has its own. */
  | { readonly kind: 'text'; readonly text: string }
  /** The content type is `application/octet-stream` unless the operation has its own. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** `member` of the request has this issue, and the batch is refused. */
  | {
      readonly kind: 'invalid';
      readonly member: 'body' | 'bodyEncoding';
      readonly code: string;
      readonly detail: string;
    };
