import { ID_PATTERN } from '@multistatus/wire';
import type { FormatIndex } from '../formats/format-index.js';
import type { JsonSchema } from '../formats/json-schema.js';
import { mediaTypeContent, type OpenApiVersion } from './media-type-content.js';
import type { OpenApiContent } from './path-item.js';

/** How the 207 document of an endpoint differs from that of others. */
export interface DocumentSubject {
  /** The member that identifies a response: the id of an operation, or the index of an item. */
  readonly namedBy: 'id' | 'index';
  /** The minimum and maximum number of responses. */
  readonly bounds: { readonly minItems?: number; readonly maxItems?: number };
  /** True if the errors of an item may be reported property by property. */
  readonly hasPropstats: boolean;
  /** True if the document may come from a journal. */
  readonly isReplayed: boolean;
  /** True if responses may say when their operations ran. */
  readonly hasTimings: boolean;
  /** The format for a client without preference, in words. */
  readonly defaultFormat: string;
}

/** Describes the 207 document in every format that the endpoint can send. */
export function documentContent(
  { answers }: FormatIndex,
  subject: DocumentSubject,
  version: OpenApiVersion = '3.1',
): OpenApiContent {
  const schema = toDocumentSchema(subject);
  return Object.fromEntries(
    answers.map(({ mediaType, encoder }) => [
      mediaType,
      mediaTypeContent(encoder, schema, { mediaType, version }),
    ]),
  );
}

function toDocumentSchema({ namedBy, bounds, hasPropstats, ...extras }: DocumentSubject): JsonSchema {
  const name = nameSchema(namedBy);
  const response = toResponseSchema(name, extras);
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
    'The number of responses: in total, 2xx (`succeeded`), 4xx and 5xx (`failed`), 3xx (`other`). A 207 counts by what it reports.',
  type: 'object',
  required: ['total', 'succeeded', 'failed', 'other'],
  properties: { total: COUNT, succeeded: COUNT, failed: COUNT, other: COUNT },
};

/** Returns the schema of the member that identifies a response. */
function nameSchema(namedBy: DocumentSubject['namedBy']): Readonly<Record<string, JsonSchema>> {
  return namedBy === 'id'
    ? { id: { description: 'The id of the operation.', type: 'string', pattern: `^${ID_PATTERN}$` } }
    : { index: { description: 'The index of the item in the list, from 0.', ...COUNT } };
}

const HREF = { description: 'The resource: the Location of a 201, otherwise the URL.', type: 'string' };
const STATUS = { type: 'integer', minimum: 200, maximum: 599 };

const FIELDS = {
  type: 'object',
  additionalProperties: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
};

const MILLISECONDS = { type: 'number', minimum: 0 };
const TIMING = {
  description: 'When the operation ran, in milliseconds. Absent if it did not run.',
  type: 'object',
  required: ['startMs', 'durationMs'],
  properties: {
    startMs: { description: 'From the start of the run to that of the operation.', ...MILLISECONDS },
    durationMs: { description: 'From the start of the operation to its end.', ...MILLISECONDS },
  },
};

function toResponseSchema(
  name: Readonly<Record<string, JsonSchema>>,
  { isReplayed, hasTimings }: Pick<DocumentSubject, 'isReplayed' | 'hasTimings'>,
): JsonSchema {
  return {
    type: 'object',
    required: [...Object.keys(name), 'href', 'status'],
    properties: {
      ...name,
      href: HREF,
      status: STATUS,
      headers: {
        description: 'A field that occurs more than once is an array. Absent if there are no headers.',
        ...FIELDS,
      },
      body: {
        description:
          'A JSON value, or a string with `bodyEncoding`. If the operation did not run or did not answer, the body is an ' +
          'RFC 9457 problem of type `urn:multistatus:problem:<slug>`, whose `executed` says whether it took effect.',
      },
      bodyEncoding: {
        description: 'How the string in `body` is encoded, if the body is not a JSON value.',
        enum: ['text', 'base64'],
      },
      bodyOmitted: {
        description:
          'Why the body is omitted: it exceeds a limit' +
          (isReplayed
            ? ', was not requested (`Prefer: return=minimal`), or is not kept for replays.'
            : ', or was not requested (`Prefer: return=minimal`).'),
        enum: ['too-large', 'minimal', ...(isReplayed ? ['not-stored'] : [])],
      },
      trailers: {
        description: 'The fields after the body, as in `headers`. Absent if there are none.',
        ...FIELDS,
      },
      ...(hasTimings ? { timing: TIMING } : {}),
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
    description: 'The errors, property by property. Properties without an error have the status 424.',
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
