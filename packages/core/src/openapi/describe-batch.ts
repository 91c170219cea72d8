import { describeEndpoint } from '../batch/describe-endpoint.js';
import { BATCH_MEDIA_TYPES } from '../formats/formats.js';
import type { BatchOptions } from '../options/batch-options.js';
import { LIMIT_NAMES } from '../options/resolve-limits.js';
import { type ResolvedOptions, resolveOptions } from '../options/resolve-options.js';
import type { ProblemSlug } from '../problem/problem-types.js';
import { toBatchRequestSchema } from './batch-request-schema.js';
import type { DocumentSubject } from './document-content.js';
import { documentResponses } from './document-responses.js';
import type { JsonSchema, OpenApiOperation, OpenApiPathItem } from './path-item.js';
import { problemResponses } from './problem-responses.js';
import { preferParameter } from './response-headers.js';

/** The options of a batch endpoint, with those that only its adapter reads, which leave no trace in the description. */
export interface DescribedBatchOptions<Outer = unknown> extends BatchOptions<Outer> {
  readonly target?: unknown;
  readonly path?: unknown;
  readonly prepare?: unknown;
}

/**
 * Describes a batch endpoint by the options that it is made with: the path item of OpenAPI 3.1 that stands under its path.
 *
 * The schema of a batch is the one that batches are validated by, with the limits of these options. Gives a new plain JSON
 * value each time.
 *
 * @throws {TypeError} for an unknown option or a value of the wrong kind.
 * @throws {RangeError} for a limit that is no integer in its range.
 *
 * @example
 * const options = { limits: { maxOperations: 50 } };
 * app.use('/batch', batch(options));
 * const paths = { '/batch': describeBatch(options) };
 */
export function describeBatch<Outer = unknown>(options: DescribedBatchOptions<Outer> = {}): OpenApiPathItem {
  const resolved = resolveOptions(options as BatchOptions, ['target', 'path', 'prepare']);
  const item: OpenApiPathItem = { get: describeGet(resolved), post: describePost(resolved) };
  return JSON.parse(JSON.stringify(item)) as OpenApiPathItem; // shares nothing with the next one, nor with itself
}

function describeGet(options: ResolvedOptions): OpenApiOperation {
  const text = { type: 'string' };
  const texts = { type: 'array', items: text };
  const limit = { type: 'integer', minimum: 1 };
  const schema: JsonSchema = {
    type: 'object',
    required: ['limits', 'accept', 'formats', 'basePath'],
    properties: {
      limits: {
        type: 'object',
        required: LIMIT_NAMES,
        properties: Object.fromEntries(LIMIT_NAMES.map((name) => [name, limit])),
      },
      accept: { description: 'The media types of a batch.', ...texts },
      formats: { description: 'The media types of an answer.', ...texts },
      basePath: { description: 'What the URL of every operation begins with.', ...text },
    },
  };
  const { body, headers } = describeEndpoint(options);
  const example: unknown = JSON.parse(body as string);
  return {
    summary: 'Tell what a batch may hold',
    description: 'The limits and formats of the endpoint. HEAD and OPTIONS answer alike.',
    responses: {
      '200': {
        description: 'May be kept for five minutes.',
        headers: Object.fromEntries(
          (['Allow', 'Accept-Post', 'Cache-Control'] as const).map((name) => [
            name,
            { description: `\`${String(headers[name.toLowerCase()])}\``, schema: text },
          ]),
        ),
        content: { 'application/json': { schema, example } },
      },
    },
  };
}

function describePost(options: ResolvedOptions): OpenApiOperation {
  const { limits } = options;
  const mediaType = { schema: toBatchRequestSchema(options) };
  const subject: DocumentSubject = {
    namedBy: 'id',
    bounds: { minItems: 1, maxItems: limits.maxOperations },
    hasPropstats: false,
    defaultFormat: options.defaultFormat.toUpperCase(),
  };
  return {
    summary: 'Run many operations in one exchange',
    description:
      'Each operation runs as if it had come by itself, and is answered for itself. A batch that is not valid is refused ' +
      'as a whole, and nothing has run. The batch itself cannot be conditional (`If-Match`).',
    parameters: [
      preferParameter({
        'return=minimal': 'leaves out the bodies of successes to methods other than GET and HEAD',
        'continue-on-error=false': 'as `"onError": "stop"` in the batch',
        'handling=strict': 'nothing runs unless every operation is allowed to',
      }),
      {
        name: 'Idempotency-Key',
        in: 'header',
        description: 'Gives each operation that is not safe, and has none of its own, the key `<key>:<id>`.',
        schema: { type: 'string' },
      },
    ],
    requestBody: {
      description: `In utf-8, uncompressed: at most ${limits.maxBodyBytes} bytes, and ${limits.maxJsonDepth} levels.`,
      required: true,
      content: Object.fromEntries(BATCH_MEDIA_TYPES.map((name) => [name, mediaType])),
    },
    responses: {
      ...documentResponses(options, subject),
      ...problemResponses(problemsOf(options), 'Accept-Post'),
    },
  };
}

/** What a POST can be refused with. */
function problemsOf({ allow, transaction }: ResolvedOptions): ProblemSlug[] {
  return [
    'malformed-json',
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
  ];
}
