import { bytesOf, type Format } from '@multistatus/core';
import { answerTypeOf, isMultipart, JSON_TYPE, MULTIPART } from './answer/answer-type.js';
import { ODATA_ERROR_ENCODER } from './answer/odata-error.js';
import { decodeJson } from './json/decode-json.js';
import { jsonAnswerSize } from './json/json-answer-size.js';
import {
  MULTIPART_ANSWER_SCHEMA,
  MULTIPART_BATCH_SCHEMA,
  ODATA_ANSWER_SCHEMA,
  ODATA_BATCH_SCHEMA,
} from './json/schemas.js';
import { writeJsonAnswer } from './json/write-json-answer.js';
import { decodeMultipart } from './multipart/decode-multipart.js';
import { writeMultipartAnswer } from './multipart/write-multipart-answer.js';
import type { ChangesetMode } from './request/changesets.js';

/** Options of {@link odata}. */
export interface ODataOptions {
  /**
   * What happens to changesets and atomicity groups: `atomic` runs each in a transaction, and refuses the batch with 501 if the
   * endpoint has no option `transaction`, such as `pgTransaction(pool)` of `@multistatus/transactions`; `sequential` runs its
   * requests one after another, without a transaction.
   *
   * @defaultValue 'atomic'
   */
  readonly changesets?: ChangesetMode | undefined;
}

/**
 * Creates the format `odata`: batches of OData 4.0, 4.01 and 2.0 in `multipart/mixed` (OData 4.01 section 11.7.7), and of OData 4.01
 * in JSON (OData 4.01 JSON section 19). URLs of requests are relative to the option `root` of the endpoint, or else to the path above
 * it: to `/odata` if the endpoint is `/odata/$batch`.
 *
 * A batch has at most `maxOperations` requests (100 by default), and the head of a part, and of the request in it, at most 64 KiB.
 * A batch that exceeds either is refused with 413 before anything runs.
 *
 * @throws {TypeError} for an unknown option or value.
 */
export function odata(options: ODataOptions = {}): Format {
  const changesets = readChangesetMode(options);
  return {
    name: 'odata',
    batch: {
      mediaTypes: [MULTIPART, JSON_TYPE],
      decode: (body, context) =>
        isMultipart(context.headers)
          ? decodeMultipart(bytesOf(body), context, changesets)
          : decodeJson(body, context, changesets),
      deniedHeaders: 'drop',
      answerType: answerTypeOf,
      toSchema: (_schema, mediaType) =>
        mediaType === MULTIPART ? MULTIPART_BATCH_SCHEMA : ODATA_BATCH_SCHEMA,
    },
    answer: {
      mediaTypes: [MULTIPART, JSON_TYPE],
      order: 'request',
      nestedType: JSON_TYPE,
      encode: (content) =>
        content.mediaType === MULTIPART ? writeMultipartAnswer(content) : writeJsonAnswer(content),
      bodySize: jsonAnswerSize,
      toSchema: (_schema, mediaType) =>
        mediaType === MULTIPART ? MULTIPART_ANSWER_SCHEMA : ODATA_ANSWER_SCHEMA,
    },
    problem: ODATA_ERROR_ENCODER,
  };
}

function readChangesetMode({ changesets = 'atomic', ...others }: ODataOptions): ChangesetMode {
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw new TypeError(`odata.${unknown} is not an option; the only one is changesets`);
  if (changesets !== 'atomic' && changesets !== 'sequential') {
    throw new TypeError(`odata.changesets must be 'atomic' or 'sequential'`);
  }
  return changesets;
}
