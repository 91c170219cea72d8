import { countOf } from '@multistatus/wire';
import { describeEndpoint } from '../batch/describe-endpoint.js';
import type { JsonSchema } from '../formats/json-schema.js';
import type { BatchOptions } from '../options/batch-options.js';
import { LIMIT_NAMES } from '../options/resolve-limits.js';
import { type ResolvedOptions, resolveOptions } from '../options/resolve-options.js';
import type { ProblemSlug } from '../problem/problem-types.js';
import { toBatchRequestSchema } from './batch-request-schema.js';
import type { DocumentSubject } from './document-content.js';
import { documentResponses } from './document-responses.js';
import { idempotencyKeyParameters, idempotencyProblems } from './idempotency-key.js';
import type { OpenApiOperation, OpenApiPathItem } from './path-item.js';
import { problemResponses } from './problem-responses.js';
import { asyncPreferences, asyncProblems, asyncResponses } from './respond-async.js';
import { preferParameter } from './response-headers.js';

/** The options of a batch endpoint. `target`, `path` and `prepare` belong to the adapter and do not affect the description. */
export interface DescribedBatchOptions<Outer = unknown, Principal = never>
  extends BatchOptions<Outer, Principal> {
  readonly target?: unknown;
  readonly path?: unknown;
  readonly prepare?: unknown;
}

/**
 * Returns the OpenAPI 3.1 path item of a batch endpoint that is created with these options.
 *
 * The schema of a batch is the one that validates batches, with the limits of the options. Each call returns a new, plain
 * JSON value.
 *
 * @throws {TypeError} for an unknown option or a value of the wrong type.
 * @throws {RangeError} for a limit that is not an integer in its range.
 *
 * @example
 * const options = { limits: { maxOperations: 50 } };
 * app.use('/batch', batch(options));
 * const paths = { '/batch': describeBatch(options) };
 */
export function describeBatch<Outer = unknown, Principal = never>(
  options: DescribedBatchOptions<Outer, Principal> = {},
): OpenApiPathItem {
  const resolved = resolveOptions(options as unknown as BatchOptions, ['target', 'path', 'prepare']);
  const item: OpenApiPathItem = { get: describeGet(resolved), post: describePost(resolved) };
  return JSON.parse(JSON.stringify(item)) as OpenApiPathItem; // a deep copy: no two parts share an object
}

const TEXT = { type: 'string' };
const TEXTS = { type: 'array', items: TEXT };
const LIMIT_SCHEMA = { type: 'integer', minimum: 1 };
/** The member `async` of the answer to a GET. */
const ASYNC_SCHEMA: JsonSchema = {
  description: 'How batches are answered later (`Prefer: respond-async`). Absent if they are not.',
  type: 'object',
  required: ['maxOperations', 'maxBodyBytes', 'retentionSeconds', 'monitor', 'events'],
  properties: {
    maxOperations: LIMIT_SCHEMA,
    maxBodyBytes: LIMIT_SCHEMA,
    retentionSeconds: { description: 'How long the answer is kept.', ...LIMIT_SCHEMA },
    monitor: { description: 'The path of a monitor, with `{id}`.', type: 'string' },
    events: { description: 'Whether a monitor sends `text/event-stream`.', type: 'boolean' },
    durable: { description: 'Present if batches are lost when the server stops.', const: false },
  },
};

/** The member `headers` of that answer. */
const HEADERS_SCHEMA: JsonSchema = {
  type: 'object',
  required: ['inherited', 'denied'],
  properties: {
    inherited: {
      description: 'Further headers of the batch request that operations inherit and may not change.',
      ...TEXTS,
    },
    denied: {
      description: 'Further headers that operations may not set, unless they repeat an inherited value.',
      ...TEXTS,
    },
    allowed: {
      description: 'Headers that operations may set here although they are denied elsewhere.',
      ...TEXTS,
    },
  },
};

function describeGet(options: ResolvedOptions): OpenApiOperation {
  const schema: JsonSchema = {
    type: 'object',
    required: ['limits', 'accept', 'formats', 'basePath'],
    properties: {
      limits: {
        type: 'object',
        required: LIMIT_NAMES,
        properties: Object.fromEntries(LIMIT_NAMES.map((name) => [name, LIMIT_SCHEMA])),
      },
      accept: { description: 'The media types of a batch.', ...TEXTS },
      formats: { description: 'The media types of an answer.', ...TEXTS },
      basePath: { description: 'The prefix of the URL of every operation.', ...TEXT },
      headers: HEADERS_SCHEMA,
      async: ASYNC_SCHEMA,
      idempotency: {
        description: 'Whether a batch may be sent again with its Idempotency-Key. Absent if not.',
        const: true,
      },
      transactions: {
        description: 'True if operations may have an `atomicityGroup`; otherwise absent.',
        const: true,
      },
    },
  };
  const { body, headers } = describeEndpoint(options);
  const example: unknown = JSON.parse(body as string);
  return {
    summary: 'Get the limits and formats of the batch endpoint',
    description: 'HEAD and OPTIONS are answered alike.',
    responses: {
      '200': {
        description: 'The limits and formats. May be cached for five minutes.',
        headers: Object.fromEntries(
          (['Allow', 'Accept-Post', 'Cache-Control'] as const).map((name) => [
            name,
            { description: `\`${String(headers[name.toLowerCase()])}\``, schema: TEXT },
          ]),
        ),
        content: { 'application/json': { schema, example } },
      },
    },
  };
}

function describePost(options: ResolvedOptions): OpenApiOperation {
  const { limits, formats, defaultFormat = formats.answers[0]?.format.name } = options;
  const schema = toBatchRequestSchema(options);
  const subject: DocumentSubject = {
    namedBy: 'id',
    bounds: { minItems: 1, maxItems: limits.maxOperations },
    hasPropstats: false,
    isReplayed: options.journal !== undefined,
    hasTimings: options.timings,
    defaultFormat: String(defaultFormat).toUpperCase(),
  };
  return {
    summary: 'Run many operations in one request',
    description:
      'Each operation runs as if it were a request of its own, and has a response of its own. An invalid batch is rejected ' +
      'as a whole before anything runs. The batch itself cannot be conditional (`If-Match`).',
    parameters: [
      preferParameter({
        'return=minimal': 'omits the bodies of successful responses to methods other than GET and HEAD',
        'continue-on-error=false': 'the same as `"onError": "stop"` in the batch',
        'handling=strict': 'nothing runs unless every operation is allowed',
        ...asyncPreferences(options, 'operation'),
      }),
      ...idempotencyKeyParameters(
        options,
        'Each operation with an unsafe method and no key of its own gets the key `<key>:<id>`, with the id ' +
          'percent-encoded; without an id, `<key>:sha256:<hash>` of what it contains.',
      ),
    ],
    requestBody: {
      description: `UTF-8, uncompressed, at most ${countOf(limits.maxBodyBytes, 'byte')} and ${countOf(limits.maxJsonDepth, 'level')} of nesting.`,
      required: true,
      content: Object.fromEntries(
        [...formats.batches].map(([mediaType, { decoder }]) => [
          mediaType,
          { schema: decoder.toSchema(schema) },
        ]),
      ),
    },
    responses: {
      ...documentResponses(options, subject),
      ...asyncResponses(options),
      ...problemResponses(problemsOf(options), { acceptHeader: 'Accept-Post', formats }),
    },
  };
}

/** Returns the problems with which a batch can be refused. */
function problemsOf(options: ResolvedOptions): ProblemSlug[] {
  const { allow, transaction } = options;
  return [
    'malformed-json',
    'malformed-batch',
    'invalid-batch',
    'conditional-batch',
    'incomplete-body',
    'nested-batch',
    ...(allow === undefined ? [] : (['not-allowed'] as const)),
    'not-acceptable',
    'limit-exceeded',
    'unsupported-media-type',
    'body-already-consumed',
    'internal',
    ...(transaction === undefined ? (['transactions-not-supported'] as const) : []),
    'no-capacity',
    'shutting-down',
    ...idempotencyProblems(options),
    ...asyncProblems(options),
  ];
}
