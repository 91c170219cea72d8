import type { EnvelopeHeaders } from '../http/envelope.js';
import type { OperationAnswer } from '../operation/dispatch.js';
import type { Operation } from '../operation/operation.js';
import type { DecodeContext, DecodedBody } from './batch-decoder.js';
import type { RefusedItem } from './item-decoder.js';
import type { JsonSchema } from './json-schema.js';

/** The part of a format that reads a batch operation by operation, as they arrive. */
export interface BatchStreamDecoder {
  /** Distinguishes it from a {@link BatchDecoder}, which has none. */
  readonly kind: 'stream';
  /** The media types of a batch, lower-case and without parameters. */
  readonly mediaTypes: readonly [string, ...string[]];
  /**
   * Reads operations, and yields each as soon as it has arrived. It does not validate them.
   *
   * @throws {BatchProblem} `limit-exceeded` for more than `maxBodyBytes`, after it has yielded the operations before.
   */
  decode(
    stream: AsyncIterable<Uint8Array | string>,
    context: StreamDecodeContext,
  ): AsyncIterator<SentOperation, void> & AsyncIterable<SentOperation>;
  /** As in `BatchDecoder`: `refuse` refuses the operation alone. @defaultValue 'refuse' */
  readonly deniedHeaders?: 'refuse' | 'drop' | undefined;
  /** Returns the media type of the answer, or `undefined` if Accept decides. */
  readonly answerType?: ((headers: EnvelopeHeaders) => string | undefined) | undefined;
  /** As in `BatchDecoder`. */
  readonly isSuccess?: ((operation: Operation, answer: OperationAnswer) => boolean | undefined) | undefined;
  /** Describes a batch in a media type for OpenAPI. `schema` describes it in JSON. */
  readonly toSchema: (schema: JsonSchema, mediaType: string) => JsonSchema;
  /** Describes one item of a batch that is a sequence, such as a line, for OpenAPI 3.2. @defaultValue it is not a sequence */
  readonly toItemSchema?: ((schema: JsonSchema, mediaType: string) => JsonSchema) | undefined;
}

/** What a stream decoder needs to know of the request and its endpoint. */
export interface StreamDecodeContext extends DecodeContext {
  /** As for a batch that is read as a whole, and the bytes of one line. */
  readonly limits: DecodeContext['limits'] & { readonly maxLineBytes: number };
}

/** An operation as it was sent, or the problem that keeps it from being read; and where it was. */
export type SentOperation = (SentRequest | RefusedItem) & {
  /** The number of its line, from 1. */
  readonly line: number;
  /** How many bytes it has. */
  readonly bytes: number;
};

/** An operation that could be read. */
export interface SentRequest {
  /** The operation in the form that it has among the `requests` of a batch in JSON. It is not validated yet. */
  readonly value: unknown;
  /** Returns its body; as `bodyOf` of `DecodedBatch`. Called at most once. */
  readonly bodyOf: (contentType: string | undefined) => DecodedBody | undefined;
  /** The member that the `id` was sent in, if that has another name. */
  readonly idMember?: string | undefined;
}
