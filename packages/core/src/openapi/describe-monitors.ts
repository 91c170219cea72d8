import type { AsyncSupport } from '../options/async-support.js';
import type { BatchOptions } from '../options/batch-options.js';
import { checkAsync } from '../options/resolve-async.js';
import { resolveFormats } from '../options/resolve-formats.js';
import type { ProblemSlug } from '../problem/problem-types.js';
import { type DocumentSubject, documentContent } from './document-content.js';
import { MONITOR_CONTENT, MONITOR_LIST } from './monitor-content.js';
import type { OpenApiContent, OpenApiOperation, OpenApiParameter, OpenApiPathItem } from './path-item.js';
import { problemResponses } from './problem-responses.js';
import { NEGOTIATED_HEADERS, POLL_AFTER } from './response-headers.js';

/** The options of a batch or bulk endpoint that describe its monitors; others are not read. */
export interface MonitoredOptions extends Pick<BatchOptions, 'formats' | 'status' | 'timings'> {
  /** What `respondAsync` has returned. Without it there are no monitors, and `describeMonitors` throws. */
  readonly async?: AsyncSupport<never> | undefined;
  /** The journal of the endpoint, which `async` requires. Nothing of it is read. */
  readonly journal?: unknown;
  /** Only a bulk endpoint has it. */
  readonly item?: unknown;
}

const TEXT = { type: 'string' };
const ID: OpenApiParameter = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'The last segment of the Location of the 202.',
  schema: { type: 'string', pattern: '^[\\w-]{24}$' },
};
const BEFORE: OpenApiParameter = {
  name: 'before',
  in: 'query',
  description: 'Only monitors that are older: the value in `next`.',
  schema: TEXT,
};
const RESUME: OpenApiParameter = {
  name: 'Last-Event-ID',
  in: 'header',
  description: 'Only events after this one, in `text/event-stream`.',
  schema: { type: 'integer', minimum: 0 },
};
const RESULT = { description: 'The status of the answer itself.', schema: { type: 'integer' } };
const EVENTS: OpenApiContent = {
  'text/event-stream': {
    schema: {
      type: 'string',
      description:
        'Events `outcome` (index, id, status and result of an operation), `progress`, and at the end `end`. Then the stream closes.',
    },
  },
};

/**
 * Returns the OpenAPI 3.1 path items of the monitors of requests that are answered later, by path. `path` is that of the batch, or
 * of the bulk endpoint: monitors are below it, unless the option `monitors` of `respondAsync` names another path.
 *
 * @throws {TypeError} without the option `async`, or for one that `respondAsync` has not returned.
 *
 * @example
 * ```ts
 * const paths = { '/batch': describeBatch(options), ...describeMonitors(options, '/batch') };
 * ```
 */
export function describeMonitors<Options extends MonitoredOptions>(
  options: Options,
  path: string,
): Record<string, OpenApiPathItem> {
  const { async } = options;
  const owner = options.item === undefined ? 'batch' : 'bulk';
  if (async === undefined) throw new TypeError('describeMonitors needs the option async of the endpoint');
  checkAsync(owner, options);
  if (typeof path !== 'string' || !path.startsWith('/'))
    throw new TypeError('describeMonitors needs the path of the endpoint, such as /batch');
  const monitors = async.monitors ?? `${path}/monitors`;
  const described = new MonitorDescription(options, owner);
  const items: Record<string, OpenApiPathItem> = {
    [monitors]: { get: described.list() },
    [`${monitors}/{id}`]: { get: described.read(), delete: described.remove() },
    [`${monitors}/{id}/result`]: { get: described.result() },
  };
  return JSON.parse(JSON.stringify(items)) as Record<string, OpenApiPathItem>; // a deep copy: no two parts share an object
}

class MonitorDescription {
  readonly #formats: ReturnType<typeof resolveFormats>;
  readonly #document: OpenApiContent;
  readonly #statuses: readonly string[];

  constructor(options: MonitoredOptions, owner: 'batch' | 'bulk') {
    const { status = 'multi-status' } = options;
    const subject: DocumentSubject = {
      namedBy: owner === 'batch' ? 'id' : 'index',
      bounds: {},
      hasPropstats: false,
      isReplayed: true,
      hasTimings: options.timings === true,
      defaultFormat: '',
    };
    this.#formats = resolveFormats(owner, options);
    this.#document = documentContent(this.#formats, subject);
    this.#statuses =
      status === 'multi-status'
        ? ['207']
        : status === 'ok-or-multi-status'
          ? ['200', '207']
          : ['207', 'default'];
  }

  list(): OpenApiOperation {
    return {
      summary: 'List your own monitors',
      description: 'HEAD is answered alike.',
      parameters: [BEFORE],
      responses: {
        '200': {
          description: 'The newest first.',
          content: { 'application/json': { schema: MONITOR_LIST } },
        },
        ...this.#problems(['no-such-monitor', 'journal-unavailable', 'internal']),
      },
    };
  }

  read(): OpenApiOperation {
    const headers = {
      AsyncResult: RESULT,
      Expires: { description: 'When the answer is removed.', schema: TEXT },
      ...NEGOTIATED_HEADERS,
    };
    const finished = Object.fromEntries(
      this.#statuses.map((status) => [
        status,
        { description: 'The answer to the request, which has ended.', headers, content: this.#document },
      ]),
    );
    return {
      summary: 'Get the progress of a request, or its answer',
      description: 'Only for the client that has sent the request. HEAD is answered alike.',
      parameters: [ID, RESUME],
      responses: {
        ...finished,
        '200': {
          description: 'Events; or the answer, where this API sends it with this status.',
          ...finished['200'],
          content: { ...finished['200']?.content, ...EVENTS },
        },
        '202': {
          description: 'The request has not ended.',
          headers: {
            Location: { description: 'The path of the monitor.', schema: TEXT },
            'Retry-After': POLL_AFTER,
          },
          content: MONITOR_CONTENT,
        },
        '204': {
          description: 'There are no more events after Last-Event-ID: the request has ended.',
          content: {},
        },
        ...this.#problems([
          'no-such-monitor',
          'batch-cancelled',
          'not-acceptable',
          'too-many-polls',
          'too-many-watchers',
          'journal-unavailable',
          'internal',
        ]),
      },
    };
  }

  remove(): OpenApiOperation {
    return {
      summary: 'Cancel a request, or remove its answer',
      description: 'Nothing more starts, and what runs may end within seconds before it is aborted.',
      parameters: [ID],
      responses: {
        '200': {
          description: 'It is cancelled: what became of each operation.',
          headers: {
            AsyncResult: RESULT,
            'Content-Location': { description: 'Where this can be read again.', schema: TEXT },
            ...NEGOTIATED_HEADERS,
          },
          content: this.#document,
        },
        '204': { description: 'It had ended, and its answer is removed.', content: {} },
        ...this.#problems(['no-such-monitor', 'batch-cancelled', 'journal-unavailable', 'internal']),
      },
    };
  }

  result(): OpenApiOperation {
    return {
      summary: 'Get what became of a request that was cancelled',
      description: 'HEAD is answered alike.',
      parameters: [ID],
      responses: {
        '207': {
          description: 'What became of each operation.',
          headers: NEGOTIATED_HEADERS,
          content: this.#document,
        },
        ...this.#problems(['no-such-monitor', 'not-acceptable', 'journal-unavailable', 'internal']),
      },
    };
  }

  #problems(slugs: readonly ProblemSlug[]): OpenApiOperation['responses'] {
    return problemResponses(slugs, { acceptHeader: 'Accept-Post', formats: this.#formats });
  }
}
