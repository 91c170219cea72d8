import type { AnswerContent, EncodedAnswer } from '@multistatus/core';
import { toCanonicalName } from '@multistatus/wire';
import { JSON_TYPE } from '../answer/answer-type.js';
import { wholeOrChunks } from '../answer/chunks.js';
import { toGraphErrorText } from '../answer/graph-error.js';
import { type JsonDialect, writeResponses } from './write-responses.js';

const DIALECT: JsonDialect = {
  nameOf: ({ outcome }) => `"id":${JSON.stringify(outcome?.operation.clientId ?? '')}`,
  toFieldName: toCanonicalName,
  toBinary: (base64) => base64,
  toErrorText: toGraphErrorText,
};

/**
 * Writes an answer of Microsoft Graph: one response for each request, in the order of the request, with the status 200. A long
 * answer is written in chunks of about 64 KiB, each when it is requested.
 */
export async function writeGraphAnswer({ parts }: AnswerContent): Promise<EncodedAnswer> {
  return {
    status: 200,
    contentType: JSON_TYPE,
    body: await wholeOrChunks(writeResponses(parts, DIALECT)),
  };
}
