import { jsonBodySize, toJsonChunks, writeJson } from '@multistatus/document/writer';
import { inShortTurns, inTurns } from '@multistatus/wire';
import type { AnswerContent, EncodedAnswer } from './answer-encoder.js';
import { decodeJson } from './decode-json.js';
import { decodeJsonBatch, decodeJsonBatchInSteps } from './decode-json-batch.js';
import type { Format } from './format.js';
import { listItems } from './list-items.js';
import { PROBLEM_JSON_ENCODER } from './problem-json-encoder.js';
import { isShort } from './received-body.js';
import { responsesOf } from './responses-of.js';
import { toListSchema } from './to-list-schema.js';
import { wholeDocument } from './whole-document.js';
import { wholeOrPieces } from './whole-or-pieces.js';

/**
 * Creates the format `json`: batches, lists and answers in `application/json`; lists also in `application/merge-patch+json`
 * (RFC 7396).
 */
export function json(): Format {
  return {
    name: 'json',
    batch: {
      mediaTypes: ['application/json'],
      decode: (body, context) =>
        isShort(body) ? decodeJsonBatch(body, context) : inShortTurns(decodeJsonBatchInSteps(body, context)),
      toSchema: (schema) => schema,
    },
    items: {
      kind: 'list',
      mediaTypes: ['application/json', 'application/merge-patch+json'],
      decode: (body, limits) => listItems(decodeJson(body, limits).value, limits),
      toSchema: toListSchema,
    },
    answer: {
      mediaTypes: ['application/json'],
      nestedType: 'application/json',
      order: 'request',
      encode: encodeJson,
      bodySize: (body) => inTurns(jsonBodySize(body)),
      toSchema: (schema) => schema,
    },
    problem: PROBLEM_JSON_ENCODER,
  };
}

function encodeJson({ parts, members, mediaType }: AnswerContent): EncodedAnswer {
  const responses = responsesOf(parts);
  return {
    contentType: `${mediaType}; charset=utf-8`,
    body:
      Symbol.asyncIterator in responses
        ? writeJson(responses, members)
        : wholeOrPieces(toJsonChunks(wholeDocument(responses, members))),
  };
}
