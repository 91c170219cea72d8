import type { AnswerContent, AnswerPart, EncodedAnswer } from '@multistatus/core';
import { JSON_TYPE } from '../answer/answer-type.js';
import { wholeOrChunks } from '../answer/chunks.js';
import { toErrorText } from '../answer/odata-error.js';
import { versionHeaders } from '../answer/version-headers.js';
import { placeOf } from '../request/request-id.js';
import { type JsonDialect, writeResponses } from './write-responses.js';

const DIALECT: JsonDialect = {
  nameOf,
  toFieldName: (name) => name,
  toBinary: (base64) => base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
  toErrorText,
};

/**
 * Writes an answer of OData 4.01 in JSON (OData 4.01 JSON section 19.2), with the status 200. A long answer is written in chunks
 * of about 64 KiB, each when it is requested.
 */
export async function writeJsonAnswer({ parts, headers }: AnswerContent): Promise<EncodedAnswer> {
  return {
    status: 200,
    contentType: JSON_TYPE,
    headers: versionHeaders(headers, '4.01'),
    body: await wholeOrChunks(writeResponses(parts, DIALECT)),
  };
}

/** A request of a multipart batch has no name of its own if it has no Content-ID, and its changeset never has one. */
function nameOf({ outcome }: AnswerPart): string {
  const { id = '', clientId = id } = outcome?.operation ?? {};
  const { part, member, group = `~${part}` } = placeOf(id);
  const name = `"id":${JSON.stringify(clientId)}`;
  return member === undefined ? name : `${name},"atomicityGroup":${JSON.stringify(group)}`;
}
