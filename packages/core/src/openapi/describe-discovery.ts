import { describeEndpoint } from '../batch/describe-endpoint.js';
import type { JsonSchema } from '../formats/json-schema.js';
import { LIMIT_NAMES } from '../options/resolve-limits.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import type { OpenApiOperation } from './path-item.js';

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

/** Describes GET on a batch endpoint. */
export function describeDiscovery(options: ResolvedOptions): OpenApiOperation {
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
      root: {
        description: 'What relative URLs are relative to. Absent if URLs are absolute paths.',
        ...TEXT,
      },
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
          (['Allow', 'Accept-Post', 'Accept-Query', 'Cache-Control'] as const).map((name) => [
            name,
            { description: `\`${String(headers[name.toLowerCase()])}\``, schema: TEXT },
          ]),
        ),
        content: { 'application/json': { schema, example } },
      },
    },
  };
}
