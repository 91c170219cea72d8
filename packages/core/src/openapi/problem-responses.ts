import { toProblemUri } from '@multistatus/wire';
import type { FormatIndex } from '../formats/format-index.js';
import type { JsonSchema } from '../formats/json-schema.js';
import { PROBLEM_JSON_ENCODER } from '../formats/problem-json-encoder.js';
import { PROBLEM_TYPES, type ProblemSlug } from '../problem/problem-types.js';
import type { OpenApiHeader, OpenApiResponse } from './path-item.js';
import { NEGOTIATED_HEADERS, RETRY_AFTER } from './response-headers.js';

const TEXT = { type: 'string' };
const LIMIT = { limit: TEXT, max: { type: 'integer' }, actual: { type: 'integer' } };
const POINTER = { description: 'A JSON Pointer into the body, as URI fragment.', type: 'string' };
const LINE = { description: 'The line that the pointer leads into, from 1.', type: 'integer', minimum: 1 };
const PLACE = { description: 'What the format calls the operation.', type: 'string' };
const ERRORS = {
  description: 'All errors at once.',
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    required: ['pointer', 'detail'],
    properties: { pointer: POINTER, line: LINE, place: PLACE, code: TEXT, detail: TEXT },
  },
};

/** The extension members of problem types, in addition to the members that all problems have. */
const EXTENSIONS: { readonly [Slug in ProblemSlug]?: Readonly<Record<string, JsonSchema>> } = {
  'limit-exceeded': { ...LIMIT, pointer: POINTER, place: PLACE },
  'no-capacity': LIMIT,
  'queue-full': LIMIT,
  'too-many-batches': LIMIT,
  'too-many-watchers': LIMIT,
  'batch-cancelled': {
    result: { description: 'The path of what became of each operation.', type: 'string' },
  },
  'invalid-batch': { errors: ERRORS },
  'invalid-items': { errors: ERRORS },
  'not-allowed': { errors: ERRORS },
  'unsafe-operations': { errors: ERRORS },
  'not-acceptable': { available: { type: 'array', items: TEXT } },
};

const WITH_RETRY_AFTER: readonly ProblemSlug[] = [
  'no-capacity',
  'idempotency-in-progress',
  'journal-unavailable',
  'queue-full',
  'queue-unavailable',
  'too-many-batches',
  'too-many-polls',
  'too-many-watchers',
  'shutting-down',
];

/**
 * Describes the problems that an endpoint itself can answer with, by status.
 *
 * `acceptHeader` is the header that a 415 has in addition to Accept: `Accept-Post`, `Accept-Patch` or
 * `Accept-Query`.
 */
export function problemResponses(
  slugs: readonly ProblemSlug[],
  { acceptHeader, formats }: { readonly acceptHeader: string; readonly formats: FormatIndex },
): Record<string, OpenApiResponse> {
  const byStatus = new Map<number, ProblemSlug[]>();
  for (const slug of slugs) {
    const { status } = PROBLEM_TYPES[slug];
    byStatus.set(status, [...(byStatus.get(status) ?? []), slug]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, ofStatus]) => [
      String(status),
      describe(ofStatus, { acceptHeader, formats }),
    ]),
  );
}

function describe(
  slugs: readonly ProblemSlug[],
  { acceptHeader, formats }: { readonly acceptHeader: string; readonly formats: FormatIndex },
): OpenApiResponse {
  const headers: Record<string, OpenApiHeader> = { ...NEGOTIATED_HEADERS };
  if (slugs.some((slug) => WITH_RETRY_AFTER.includes(slug))) headers['Retry-After'] = RETRY_AFTER;
  if (slugs.includes('idempotency-key-missing')) {
    headers['Link'] = { description: 'Leads to the description of the endpoint.', schema: TEXT };
  }
  if (slugs.includes('unsupported-media-type')) {
    for (const name of ['Accept', acceptHeader]) {
      headers[name] = { description: 'The media types that may be sent.', schema: { type: 'string' } };
    }
  }
  const lines = slugs.map((slug) => `- \`${slug}\`: ${PROBLEM_TYPES[slug].title}`);
  return {
    description: lines.join('\n'),
    headers,
    content: Object.fromEntries(
      formats.formats.map(({ problem = PROBLEM_JSON_ENCODER }) => [
        problem.mediaType,
        { schema: problem.toSchema(toProblemSchema(slugs)) },
      ]),
    ),
  };
}

function toProblemSchema(slugs: readonly ProblemSlug[]): JsonSchema {
  const types = slugs.map((slug) => PROBLEM_TYPES[slug]);
  const distinct = <Value>(values: readonly Value[]): Value[] => [...new Set(values)];
  return {
    type: 'object',
    required: ['type', 'title', 'status', 'detail', 'executed'],
    properties: {
      type: { enum: slugs.map(toProblemUri) },
      title: { enum: distinct(types.map(({ title }) => title)) },
      status: { enum: distinct(types.map(({ status }) => status)) },
      detail: TEXT,
      executed: {
        description: 'Whether anything took effect.',
        enum: distinct(types.map(({ executed }) => executed)),
      },
      ...Object.assign({}, ...slugs.map((slug) => EXTENSIONS[slug])),
    },
  };
}
