import type { JsonSchema } from '../formats/json-schema.js';
import type { OpenApiContent } from './path-item.js';

const COUNT = { type: 'integer', minimum: 0 };
const TIME = { type: 'string', format: 'date-time' };

/** The schema of the progress of a request that is answered later. */
export const PROGRESS: JsonSchema = {
  description:
    'The number of operations or items: in total, with an outcome (`done`), and of these by result as in `summary`.',
  type: 'object',
  required: ['total', 'done', 'succeeded', 'failed', 'other', 'percent'],
  properties: {
    total: COUNT,
    done: COUNT,
    succeeded: COUNT,
    failed: COUNT,
    other: COUNT,
    percent: { description: '100 only when all have an outcome.', type: 'integer', minimum: 0, maximum: 100 },
  },
};

/** The schema of a monitor of a request that has not ended. */
const MONITOR: JsonSchema = {
  type: 'object',
  required: ['status', 'monitor', 'retryAfterSeconds', 'createdAt', 'progress'],
  properties: {
    status: { enum: ['running', 'cancelling'] },
    monitor: { description: 'The path of the monitor, as in Location.', type: 'string' },
    retryAfterSeconds: { description: 'As in Retry-After.', type: 'integer', minimum: 1 },
    queued: { description: 'Present until something of it has started.', const: true },
    durable: { description: 'Present if the request is lost when the server stops.', const: false },
    createdAt: TIME,
    progress: PROGRESS,
  },
};

/** The content of a monitor of a request that has not ended. */
export const MONITOR_CONTENT: OpenApiContent = {
  'application/json': { schema: MONITOR },
  'application/xml': {
    schema: {
      type: 'string',
      description:
        'An element `monitor` in the namespace `urn:multistatus:xml:1` with the same members as attributes, the path as `href`, and ' +
        'with an element `progress`.',
    },
  },
};

/** The schema of the list of monitors of a client. */
export const MONITOR_LIST: JsonSchema = {
  type: 'object',
  required: ['monitors'],
  properties: {
    monitors: {
      description: 'The newest first.',
      type: 'array',
      items: {
        type: 'object',
        required: ['monitor', 'status', 'createdAt', 'progress'],
        properties: {
          monitor: { type: 'string' },
          status: { enum: ['running', 'cancelling', 'finished', 'cancelled'] },
          createdAt: TIME,
          endedAt: TIME,
          expiresAt: { description: 'When the answer is removed.', ...TIME },
          progress: PROGRESS,
        },
      },
    },
    next: { description: 'The URL of older ones. Absent if there are none.', type: 'string' },
  },
};
