import { describe, expect, test } from '@jest/globals';
import { type Program, runProgram } from './run-program.js';

/** Album 9 cannot be read. */
const REQUESTS = ['1', '9', '3'].map((id) => ({ method: 'GET', url: `/albums/${id}` }));
const FRAMEWORKS: readonly Program['framework'][] = ['express', 'koa'];
/** The routers of Koa do not name the route of a middleware. */
const BATCH_NAME = { express: 'POST /batch', koa: 'POST' };

/** A span, with what the three libraries have in common. */
interface Span {
  readonly name: string;
  readonly status: number;
  readonly id: string;
  readonly traceId: string;
  readonly parent: string | undefined;
  /** True if it is the span of a request to a server. */
  readonly isServer: boolean;
}

function describeServerSpans(spans: readonly Span[]): string[] {
  return spans
    .filter(({ isServer }) => isServer)
    .map(({ name, status }) => `${name} ${status}`)
    .toSorted();
}

function expectedSpans(batchName: string): string[] {
  return ['GET /albums/:id 200', 'GET /albums/:id 200', 'GET /albums/:id 500', `${batchName} 207`].toSorted();
}

/** Returns the names of the server spans that the server span of each operation is a descendant of. */
function ancestorsOf(spans: readonly Span[]): string[] {
  const byId = new Map(spans.map((span) => [span.id, span]));
  return spans
    .filter(({ isServer, status }) => isServer && status !== 207)
    .map(({ parent, traceId }) => {
      let ancestor = byId.get(parent ?? '');
      while (ancestor !== undefined && !ancestor.isServer) ancestor = byId.get(ancestor.parent ?? '');
      return ancestor === undefined || ancestor.traceId !== traceId ? 'none' : ancestor.name;
    });
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

interface OpenTelemetryReport {
  readonly spans: readonly (Omit<Span, 'status' | 'isServer'> & {
    readonly kind: number;
    readonly attributes: Attributes;
  })[];
  readonly durations: readonly [attributes: Attributes, count: number][];
}

async function traceByOpenTelemetry(
  framework: Program['framework'],
  way: Program['way'],
): Promise<{ spans: Span[]; durations: OpenTelemetryReport['durations'] }> {
  const program: Program = { name: 'opentelemetry', framework, way };
  const { spans, durations } = await runProgram<OpenTelemetryReport>(program, REQUESTS);
  return { durations, spans: spans.map(toSpan) };
}

function toSpan({ kind, attributes, ...span }: OpenTelemetryReport['spans'][number]): Span {
  const SERVER = 1;
  return {
    ...span,
    isServer: kind === SERVER,
    status: Number(attributes['http.response.status_code']),
  };
}

describe('OpenTelemetry', () => {
  test.each(FRAMEWORKS)('%s: each operation has a server span and metrics of its own', async (framework) => {
    const { spans, durations } = await traceByOpenTelemetry(framework, 'propagated');
    const batchName = BATCH_NAME[framework];
    expect(describeServerSpans(spans)).toEqual(expectedSpans(batchName));
    expect(ancestorsOf(spans)).toEqual(Array(3).fill(batchName));
    const counts = durations.map(([attributes, count]) => {
      const {
        'http.request.method': method,
        'http.route': route,
        'http.response.status_code': status,
      } = attributes;
      return [method, route, status, count].filter((part) => part !== undefined).join(' ');
    });
    expect(counts.toSorted()).toEqual(
      ['GET /albums/:id 200 2', 'GET /albums/:id 500 1', `${batchName} 207 1`].toSorted(),
    );
  });

  test('without propagation, each operation has a trace of its own', async () => {
    const { spans } = await traceByOpenTelemetry('express', 'plain');
    expect(describeServerSpans(spans)).toEqual(expectedSpans('POST /batch'));
    expect(ancestorsOf(spans)).toEqual(Array(3).fill('none'));
  });
});

describe('examples/tracing beside the instrumentation of OpenTelemetry', () => {
  test.each(FRAMEWORKS)('%s: all spans are one tree, with the right names', async (framework) => {
    const program: Program = { name: 'tracing-example', framework, way: 'propagated' };
    const reported = await runProgram<OpenTelemetryReport['spans']>(program, REQUESTS);
    const spans = reported.map(toSpan);
    const batchName = BATCH_NAME[framework];
    expect(describeServerSpans(spans)).toEqual(expectedSpans(batchName));
    expect(ancestorsOf(spans)).toEqual(Array(3).fill(batchName));
    const names = new Map(spans.map(({ id, name }) => [id, name]));
    const parents = spans
      .filter(({ name }) => name === 'GET /albums/:id')
      .map(({ parent }) => names.get(parent ?? ''));
    expect(parents).toEqual(['GET', 'GET', 'GET']);
  });
});

interface SentryItem {
  readonly type: string;
  readonly transaction?: string;
  readonly user?: { readonly id: string };
  readonly tags?: Readonly<Record<string, string>>;
  readonly breadcrumbs?: readonly { readonly message: string }[];
  readonly exception?: { readonly values: readonly { readonly value: string }[] };
  readonly items?: readonly {
    readonly name: string;
    readonly span_id: string;
    readonly trace_id: string;
    readonly parent_span_id?: string;
    readonly attributes: Readonly<Record<string, { readonly value: unknown }>>;
  }[];
}

async function traceBySentry(
  framework: Program['framework'],
  way: Program['way'],
): Promise<{ spans: Span[]; events: SentryItem[] }> {
  const sent = await runProgram<SentryItem[]>({ name: 'sentry', framework, way }, REQUESTS);
  return {
    events: sent.filter(({ type }) => type === 'event'),
    spans: sent
      .flatMap(({ items = [] }) => items)
      .map(({ name, span_id, trace_id, parent_span_id, attributes }) => ({
        name,
        id: span_id,
        traceId: trace_id,
        parent: parent_span_id,
        isServer: attributes['sentry.op']?.value === 'http.server',
        status: Number(attributes['http.response.status_code']?.value),
      })),
  };
}

function checkEvents(events: readonly SentryItem[]): void {
  expect(events).toMatchObject([
    {
      transaction: 'GET /albums/:id',
      user: { id: 'user of 9' },
      tags: { album: '9' },
      exception: { values: [{ value: 'album 9 cannot be read' }] },
    },
  ]);
  expect(events[0]?.breadcrumbs?.map(({ message }) => message)).toEqual(['album 9']);
}

describe('Sentry', () => {
  test.each(FRAMEWORKS)('%s: an error has user, tags and breadcrumbs of its operation', async (framework) => {
    const { events, spans } = await traceBySentry(framework, 'propagated');
    checkEvents(events);
    expect(describeServerSpans(spans)).toEqual(expectedSpans(BATCH_NAME[framework]));
    expect(ancestorsOf(spans)).toEqual(Array(3).fill(BATCH_NAME[framework]));
  });

  test('without propagation, each operation has a trace of its own', async () => {
    const { events, spans } = await traceBySentry('express', 'plain');
    checkEvents(events);
    expect(ancestorsOf(spans)).toEqual(Array(3).fill('none'));
  });
});

interface DatadogSpan {
  readonly resource: string;
  readonly name: string;
  readonly trace_id: string;
  readonly span_id: string;
  readonly parent_id: string;
  readonly meta: Readonly<Record<string, string>>;
}

async function traceByDatadog(framework: Program['framework'], way: Program['way']): Promise<Span[]> {
  const spans = await runProgram<DatadogSpan[]>({ name: 'datadog', framework, way }, REQUESTS);
  return spans.map(({ resource, name, trace_id, span_id, parent_id, meta }) => ({
    name: resource,
    id: span_id,
    traceId: trace_id,
    parent: parent_id,
    isServer: name === `${framework}.request`,
    status: Number(meta['http.status_code']),
  }));
}

describe('Datadog', () => {
  test.each(FRAMEWORKS)('%s: each operation has a span of its own', async (framework) => {
    const spans = await traceByDatadog(framework, 'propagated');
    expect(describeServerSpans(spans)).toEqual(expectedSpans(BATCH_NAME[framework]));
    expect(ancestorsOf(spans)).toEqual(Array(3).fill(BATCH_NAME[framework]));
  });

  test('without propagation, each operation has a trace of its own', async () => {
    const spans = await traceByDatadog('express', 'plain');
    expect(describeServerSpans(spans)).toEqual(expectedSpans('POST /batch'));
    expect(ancestorsOf(spans)).toEqual(Array(3).fill('none'));
  });
});
