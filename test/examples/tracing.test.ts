import { readFile } from 'node:fs/promises';
import { request as open } from 'node:http';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { batch, getOperation } from '@multistatus/express';
import { trace } from '@opentelemetry/api';
import { InMemorySpanExporter, type ReadableSpan } from '@opentelemetry/sdk-trace-node';
import express, { type Express } from 'express';
import request from 'supertest';
import { createApp, startTracing } from 'tracing';
import { serve } from '../support/serve.js';

const EXAMPLE = new URL('../../examples/tracing/', import.meta.url);
const ERROR = 2;

interface SpanLine {
  readonly id: string;
  readonly parent: string | undefined;
  readonly text: string;
}

/** Draws spans as an indented tree, each level in the order of `text`. */
function draw(spans: readonly SpanLine[], parent?: string, indent = ''): string {
  return spans
    .filter((span) => span.parent === parent)
    .map(({ id, text }) => `${indent}${text}\n${draw(spans, id, `${indent}  `)}`)
    .join('');
}

function toLine(name: string, attributes: ReadableSpan['attributes'], statusCode: number): string {
  const { 'multistatus.operation.id': id, 'http.response.status_code': status } = attributes;
  const parts = [name, id?.toString(), status?.toString(), statusCode === ERROR ? 'ERROR' : undefined];
  return parts.filter((part) => part !== undefined).join(' ');
}

function toLines(spans: readonly ReadableSpan[]): SpanLine[] {
  const inOrder = spans.toSorted((one, other) => place(one) - place(other));
  return inOrder.map((span) => ({
    id: span.spanContext().spanId,
    parent: span.parentSpanContext?.spanId,
    text: toLine(span.name, span.attributes, span.status.code),
  }));
}

function place({ attributes }: ReadableSpan): number {
  return Number(attributes['multistatus.operation.index'] ?? 0);
}

describe('startTracing', () => {
  let exporter: InMemorySpanExporter;
  let stopTracing: () => Promise<void>;
  beforeEach(() => {
    exporter = new InMemorySpanExporter();
    stopTracing = startTracing(exporter);
  });
  afterEach(() => stopTracing());

  const send = (app: Express, requests: readonly object[], headers: Record<string, string> = {}) =>
    request(app).post('/batch').set(headers).send({ requests });

  const GET = (id: string, photo: number, dependsOn?: string[]) => ({
    id,
    method: 'GET',
    url: `/photos/${photo}`,
    dependsOn,
  });

  test('makes one trace of each of two batches at the same time, and mixes nothing up', async () => {
    const app = createApp();
    await Promise.all([
      send(app, [GET('tram', 7), GET('then', 7, ['tram']), GET('lost', 8), GET('after', 7, ['lost'])]),
      send(app, [GET('other', 7), GET('none', 9)]),
    ]);
    const spans = exporter.getFinishedSpans();
    const traceIds = [...new Set(spans.map((span) => span.spanContext().traceId))];
    const trees = traceIds.map((id) =>
      draw(toLines(spans.filter((span) => span.spanContext().traceId === id))),
    );
    expect(trees.sort()).toEqual([
      `batch
  GET other 200
    SELECT photos
  GET none 404 ERROR
    SELECT photos
`,
      `batch
  GET tram 200
    SELECT photos
  GET then 200
    SELECT photos
  GET lost 404 ERROR
    SELECT photos
  GET after 424 ERROR
`,
    ]);
  });

  test('tells of each operation what it was and what became of it', async () => {
    const batchIds: unknown[] = [];
    const app = createApp().use((req, res) => {
      batchIds.push(getOperation(req)?.batchId);
      res.end();
    });
    await send(app, [
      { method: 'POST', url: '/other?size=l&x=?' },
      { id: 'after', method: 'GET', url: '$0/x', dependsOn: ['gone'] },
      { id: 'gone', method: 'DELETE', url: '/photos/8', dependsOn: ['lost'] },
      GET('lost', 8),
    ]);
    const spans = exporter.getFinishedSpans();
    const attributesOf = (id: string) =>
      spans.find(({ attributes }) => attributes['multistatus.operation.id'] === id)?.attributes;
    expect(attributesOf('0')).toEqual({
      'http.request.method': 'POST',
      'url.path': '/other',
      'url.query': 'size=l&x=?',
      'http.response.status_code': 200,
      'multistatus.operation.id': '0',
      'multistatus.operation.index': 0,
      'multistatus.operation.executed': 'true',
    });
    expect(attributesOf('after')).toMatchObject({
      'url.path': '$0/x',
      'http.response.status_code': 424,
      'multistatus.operation.executed': 'false',
    });
    const whole = spans.find(({ name }) => name === 'batch')?.attributes;
    expect(whole).toEqual({ 'multistatus.batch.id': batchIds[0], 'multistatus.batch.size': 4 });
  });

  test.each<[why: string, requests: object[], begins: boolean, statuses: number[]]>([
    [
      'a reference is not resolved',
      [
        GET('tram', 7),
        {
          ...GET('after', 7),
          url: '/{id}',
          references: [{ at: '/url/id', from: 'tram', value: '/body/id' }],
        },
      ],
      true,
      [200, 424],
    ],
    [
      'another of its group fails',
      [GET('lost', 8), GET('tram', 7)].map((operation) => ({ ...operation, atomicityGroup: 'trip' })),
      true,
      [404, 424],
    ],
    [
      'the transaction of its group does not begin',
      [GET('tram', 7), GET('two', 7)].map((operation) => ({ ...operation, atomicityGroup: 'trip' })),
      false,
      [503, 503],
    ],
  ])(
    'has a span for every operation, also for one that is not run because %s',
    async (_why, requests, begins, statuses) => {
      const transaction = (_group: unknown, run: (given: unknown) => Promise<void>): Promise<void> =>
        begins ? run(undefined) : Promise.reject(new Error('no connection'));
      const errors: unknown[] = [];
      const onError = (error: unknown): unknown => errors.push(error);
      const app = express().use('/batch', batch({ transaction, onError, target: createApp() }));
      const { body } = await send(app, requests);
      expect(body.responses.map(({ status }: { status: number }) => status)).toEqual(statuses);
      const traced = exporter.getFinishedSpans().filter(({ name }) => name === 'GET');
      const byPlace = traced.toSorted((one, other) => place(one) - place(other));
      expect(byPlace.map(({ attributes }) => attributes['http.response.status_code'])).toEqual(statuses);
      expect(errors).toEqual(begins ? [] : [new Error('no connection')]);
    },
  );

  test('goes on with the trace of the client', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const traceparent = `00-${traceId}-b7ad6b7169203331-01`;
    await send(createApp(), [GET('tram', 7)], { traceparent });
    const spans = exporter.getFinishedSpans();
    expect(spans.map((span) => span.spanContext().traceId)).toEqual([traceId, traceId, traceId]);
    expect(spans.find(({ name }) => name === 'batch')?.parentSpanContext?.spanId).toBe('b7ad6b7169203331');
  });

  test('goes on with the span that a middleware in front has made of the request', async () => {
    const app = express();
    let ofRequest: string | undefined;
    app.use((_req, _res, next) => {
      trace.getTracer('http').startActiveSpan('POST', (span) => {
        ofRequest ??= span.spanContext().spanId; // operations pass here too, later
        next();
        span.end();
      });
    });
    app.use(createApp());
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await send(app, [GET('tram', 7)], { traceparent });
    const whole = exporter.getFinishedSpans().find(({ name }) => name === 'batch');
    expect(whole?.parentSpanContext?.spanId).toBe(ofRequest);
  });

  test('records what a target throws', async () => {
    const target = (): never => {
      throw new Error('no handler of errors there');
    };
    const errors: unknown[] = [];
    const onError = (error: unknown): unknown => errors.push(error);
    await send(express().use('/batch', batch({ target, onError })), [GET('tram', 7)]);
    expect(errors).toEqual([new Error('no handler of errors there')]);
    const span = exporter.getFinishedSpans().find(({ name }) => name === 'GET');
    expect(span?.events).toMatchObject([
      { name: 'exception', attributes: { 'exception.message': 'no handler of errors there' } },
    ]);
    expect(span?.status).toEqual({ code: ERROR, message: 'Internal error' });
  });

  test('has what never started when the client has gone in the trace of its batch too', async () => {
    let enter = (): void => undefined;
    const entered = new Promise<void>((resolve) => {
      enter = resolve;
    });
    let finish = (): void => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const onOutcome = ({ id }: { id: string }): void => {
      if (id === 'waiting') finish();
    };
    const app = express()
      .use('/batch', batch({ limits: { concurrency: 1 }, onOutcome }))
      .use(enter);
    const { port, close } = await serve(app);
    try {
      const client = open({ port, host: '127.0.0.1', method: 'POST', path: '/batch' });
      client.setHeader('content-type', 'application/json');
      client.on('error', () => undefined);
      client.end(JSON.stringify({ requests: [GET('running', 7), GET('waiting', 7)] }));
      await entered;
      client.destroy();
      await finished;
      await new Promise((resolve) => setImmediate(resolve));
      expect(draw(toLines(exporter.getFinishedSpans()))).toBe(
        'batch\n  GET running 504 ERROR\n  GET waiting 503 ERROR\n',
      );
    } finally {
      await close();
    }
  });

  test('ends with no span more, and batches go on', async () => {
    await stopTracing();
    const response = await send(createApp(), [GET('tram', 7)]);
    expect(response.body.summary.succeeded).toBe(1);
    expect(exporter.getFinishedSpans()).toEqual([]);
    stopTracing = () => Promise.resolve();
  });
});

describe('the README', () => {
  /** What `ConsoleSpanExporter` prints. */
  interface PrintedSpan extends Pick<ReadableSpan, 'name' | 'attributes' | 'status'> {
    readonly id: string;
    readonly parentSpanContext?: { readonly spanId: string };
  }

  test('shows what the program prints', async () => {
    const readme = await readFile(new URL('README.md', EXAMPLE), 'utf8');
    const blockOf = (name: string) => readme.split(`\`\`\`${name}\n`)[1]?.split('```')[0];
    const dir = jest.spyOn(console, 'dir').mockReturnValue();
    let printed: PrintedSpan[];
    try {
      await import(new URL('src/main.ts', EXAMPLE).pathname);
      printed = dir.mock.calls.map(([span]) => span as PrintedSpan);
    } finally {
      dir.mockRestore();
    }
    const lines = printed
      .toSorted((one, other) => place(one as never) - place(other as never))
      .map(({ id, name, attributes, status, parentSpanContext }) => ({
        id,
        parent: parentSpanContext?.spanId,
        text: toLine(name, attributes, status.code),
      }));
    expect(draw(lines)).toBe(blockOf('text tree'));

    const skipped = printed.find(({ attributes }) => attributes['multistatus.operation.id'] === 'after');
    const { attributes, status } = skipped!;
    // A console leaves out what is undefined no more than inspect does.
    const shown = inspect(JSON.parse(JSON.stringify({ attributes, status })), { breakLength: 60 });
    expect(`${shown}\n`).toBe(blockOf('js span'));
  });
});
