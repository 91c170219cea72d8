import { jsonBodySize, writeNdjson } from '@multistatus/document/writer';
import { countOf, inTurns, NDJSON_TYPES, valueAt } from '@multistatus/wire';
import type { AnswerContent, EncodedAnswer } from './answer-encoder.js';
import type { Format } from './format.js';
import type { ItemLimits } from './item-decoder.js';
import type { JsonSchema } from './json-schema.js';
import { readItems } from './read-items.js';
import { readOperations } from './read-operations.js';
import { responsesOf } from './responses-of.js';

/**
 * Creates the format `ndjson`: batches, lists and streamed answers, one JSON value on each line. Its media types are
 * `application/x-ndjson` and the other names in use: `application/ndjson`, `application/jsonl`, `application/x-jsonlines`.
 */
export function ndjson(): Format {
  return {
    name: 'ndjson',
    batchStream: {
      kind: 'stream',
      mediaTypes: NDJSON_TYPES,
      decode: readOperations,
      toSchema: () => ({
        type: 'string',
        description:
          'One operation on each line, in JSON as among the `requests` of application/json; `custom_id` is another name of ' +
          '`id`. A line that is not valid fails, and the others run.',
      }),
      toItemSchema: toOperationLineSchema,
    },
    items: {
      kind: 'stream',
      mediaTypes: NDJSON_TYPES,
      decode: readItems,
      toSchema: (_item, limits) => toLinesSchema(limits),
    },
    answer: {
      mediaTypes: NDJSON_TYPES,
      order: 'completion',
      // A line holds JSON, and lines in it would be a string.
      nestedType: 'application/json',
      encode: encodeNdjson,
      bodySize: (body) => inTurns(jsonBodySize(body)),
      toSchema: () => ({
        type: 'string',
        description:
          'One line per response, sent as soon as it is known: an object as in `responses` of application/json, always ' +
          'with its `index`. The last line is `{"summary": {...}}`; if it is missing, the answer is truncated.',
      }),
      toItemSchema: toAnswerLineSchema,
    },
  };
}

function encodeNdjson({ parts, summary, mediaType }: AnswerContent): EncodedAnswer {
  const responses = responsesOf(parts, ({ response, outcome }) =>
    outcome === undefined ? response : { ...response, index: outcome.operation.index },
  );
  return {
    contentType: `${mediaType}; charset=utf-8`,
    body: writeNdjson(responses, summary),
  };
}

/** OpenAPI 3.1 cannot express the schema of a line, so it is described in words. A limit of `Infinity` is omitted. */
function toLinesSchema({ maxItems, maxBodyBytes }: ItemLimits): JsonSchema {
  const bounds = [
    ...(Number.isFinite(maxItems) ? [`at most ${countOf(maxItems, 'item')}`] : []),
    ...(Number.isFinite(maxBodyBytes) ? [`at most ${countOf(maxBodyBytes, 'byte')}`] : []),
  ];
  const line = 'One line per item, in JSON as in the list of application/json';
  return { type: 'string', description: `${[line, ...bounds].join(', ')}.` };
}

/** Returns the schema of a line of a batch; `batch` is that of a batch in JSON. */
function toOperationLineSchema(batch: JsonSchema): JsonSchema {
  const operation = valueAt(batch, ['properties', 'requests', 'items']) as JsonSchema;
  const properties = operation['properties'] as Readonly<Record<string, JsonSchema>>;
  const customId = { ...properties['id'], description: 'Another name of `id`.' };
  return { ...operation, properties: { ...properties, custom_id: customId } };
}

/** Returns the schema of a line of an answer; `document` is that of an answer in JSON. */
function toAnswerLineSchema(document: JsonSchema): JsonSchema {
  const { summary, responses } = document['properties'] as Readonly<Record<string, JsonSchema>>;
  const index = {
    description: 'The index of the operation or item in the request, from 0.',
    type: 'integer',
    minimum: 0,
  };
  return {
    anyOf: [
      { allOf: [responses?.['items'], { type: 'object', required: ['index'], properties: { index } }] },
      { description: 'The last line.', type: 'object', required: ['summary'], properties: { summary } },
    ],
  };
}
