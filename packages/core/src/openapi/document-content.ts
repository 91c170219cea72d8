import { ID_PATTERN } from '@multistatus/wire';
import { formatOf, RESPONSE_MEDIA_TYPES } from '../formats/formats.js';
import type { JsonSchema, OpenApiContent } from './path-item.js';

/** What the document that is described reports. */
export interface DocumentSubject {
  /** What a response is known by: the id of an operation, or the index of an item. */
  readonly namedBy: 'id' | 'index';
  /** How many responses there can be. */
  readonly bounds: { readonly minItems?: number; readonly maxItems?: number };
  /** Whether what is wrong with an item may be told property by property. */
  readonly hasPropstats: boolean;
  /** What a client without preference gets, in words. */
  readonly defaultFormat: string;
}

/** Describes the 207 document in every format that it is answered in. */
export function documentContent(subject: DocumentSubject): OpenApiContent {
  return Object.fromEntries(
    RESPONSE_MEDIA_TYPES.map((mediaType) => {
      const format = formatOf(mediaType);
      return [mediaType, { schema: format === 'json' ? toDocumentSchema(subject) : textSchema(format) }];
    }),
  );
}

function toDocumentSchema({ namedBy, bounds, hasPropstats }: DocumentSubject): JsonSchema {
  const name = nameSchema(namedBy);
  const response = toResponseSchema(name);
  return {
    type: 'object',
    required: ['summary', 'responses'],
    properties: {
      summary: SUMMARY,
      responses: {
        description: 'In the order of the request.',
        type: 'array',
        ...bounds,
        items: hasPropstats ? { anyOf: [response, toPropstatsSchema(name)] } : response,
      },
    },
  };
}

const COUNT = { type: 'integer', minimum: 0 };
const SUMMARY = {
  description:
    'How many there are and how they ended: 2xx, 4xx and 5xx, 3xx. A 207 counts by what it reports.',
  type: 'object',
  required: ['total', 'succeeded', 'failed', 'other'],
  properties: { total: COUNT, succeeded: COUNT, failed: COUNT, other: COUNT },
};

/** What a response is known by: its first member. */
function nameSchema(namedBy: DocumentSubject['namedBy']): Readonly<Record<string, JsonSchema>> {
  return namedBy === 'id'
    ? { id: { description: 'The id of the operation.', type: 'string', pattern: `^${ID_PATTERN}$` } }
    : { index: { description: 'The place of the item in the list, from 0.', ...COUNT } };
}

const HREF = { description: 'The resource: the Location of a 201, else its URL.', type: 'string' };
const STATUS = { type: 'integer', minimum: 200, maximum: 599 };

function toResponseSchema(name: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return {
    type: 'object',
    required: [...Object.keys(name), 'href', 'status'],
    properties: {
      ...name,
      href: HREF,
      status: STATUS,
      headers: {
        description: 'A field that occurs more than once is an array. Absent if there is none.',
        type: 'object',
        additionalProperties: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
      },
      body: {
        description:
          'A JSON value, or a string with `bodyEncoding`. What did not run, or did not answer, has an RFC 9457 ' +
          'problem of type `urn:multistatus:problem:<slug>`, whose `executed` says whether it took effect.',
      },
      bodyEncoding: {
        description: 'What the string in `body` is, if it is no JSON value.',
        enum: ['text', 'base64'],
      },
      bodyOmitted: {
        description: 'Why a body is left out: over a limit, or not wished (`Prefer: return=minimal`).',
        enum: ['too-large', 'minimal'],
      },
    },
  };
}

function toPropstatsSchema(name: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const text = { type: 'string' };
  const property = { type: 'object', required: ['name'], properties: { name: text } };
  const propstat = {
    type: 'object',
    required: ['status', 'properties'],
    properties: { status: STATUS, properties: { type: 'array', items: property }, description: text },
  };
  return {
    description: 'What is wrong, property by property; 424 are those that nothing is wrong with.',
    type: 'object',
    required: [...Object.keys(name), 'href', 'propstats'],
    properties: {
      ...name,
      href: HREF,
      propstats: { type: 'array', minItems: 1, items: propstat },
      description: text,
    },
  };
}

function textSchema(format: 'xml' | 'ndjson'): JsonSchema {
  return {
    type: 'string',
    description:
      format === 'xml'
        ? 'A `multistatus` document of RFC 4918 section 14.16. What it has no element for (id, index, headers, body, ' +
          'summary) stands in the namespace `urn:multistatus:xml:1`.'
        : 'A line for each response as soon as it is there: an object as in `responses` of application/json, always ' +
          'with its `index`. The last line is `{"summary": {...}}`; without it the answer is truncated.',
  };
}
