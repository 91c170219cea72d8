// The files of the pages on tracing are started as the pages say. What they send to a collector is what the pages show.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from '@jest/globals';
import { decode } from '@msgpack/msgpack';
import { PageFolder } from '../../test/docs/page-folder.js';
import { ROOT, readPage } from '../../test/docs/read-page.js';
import { Collector } from './collector.js';
import { drawTree, type TreeSpan } from './draw-tree.js';

let collector: Collector;
let folder: PageFolder;
let child: ChildProcess;

afterEach(async () => {
  const exited = once(child, 'exit');
  if (child.exitCode === null && child.kill()) await exited;
  folder.remove();
  await collector.close();
});

const read = (page: string): string => readFileSync(new URL(page, ROOT), 'utf8');

/** Returns the block of a page with this info. */
function blockOf(page: string, info: string): string {
  const block = readPage(page).blocks.find((each) => each.info === info);
  if (block === undefined) throw new Error(`${page} has no block '${info}'`);
  return block.code;
}

/** Starts the app of a page by its command, and sends it a batch. */
async function run(page: string, env: (host: string) => Record<string, string>): Promise<void> {
  collector = new Collector();
  folder = new PageFolder(new URL('./', import.meta.url));
  for (const { info, code } of readPage(page).blocks) {
    const [, file] = /^js (\S+\.mjs)$/.exec(info) ?? [];
    const listening = "app.listen(0, '127.0.0.1', function () { process.send(this.address().port); });";
    if (file !== undefined) folder.write(file, code.replace('app.listen(3000);', listening));
  }
  const [, args = ''] = /^```sh\n(?:\S+ )?node (--import .*)$/m.exec(read(page)) ?? [];
  // dd-trace reports to jest's process if it finds itself in a worker of jest.
  const { JEST_WORKER_ID: _worker, ...own } = process.env;
  child = spawn(process.execPath, args.split(' '), {
    cwd: folder.path,
    env: { ...own, ...env(await collector.start()) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit').then(() => Promise.reject(new Error('The app ended')));
  const [port] = (await Promise.race([once(child, 'message'), exited])) as [number];
  exited.catch(() => undefined);
  const requests = ['1', '9'].map((id) => ({ method: 'GET', url: `/albums/${id}` }));
  const response = await fetch(`http://127.0.0.1:${port}/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify({ requests }),
  });
  expect(response.status).toBe(207);
  await response.text();
}

interface OtlpSpan {
  readonly name: string;
  readonly kind: number;
  readonly spanId: string;
  readonly parentSpanId?: string;
}

test('OpenTelemetry', async () => {
  const page = 'docs/recipes/opentelemetry.md';
  await run(page, (host) => ({
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://${host}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
    OTEL_NODE_RESOURCE_DETECTORS: 'none',
  }));
  child.kill('SIGTERM');
  const spans = await collector.until((received) => {
    const all = received.flatMap(({ body }) => {
      const { resourceSpans } = JSON.parse(body.toString()) as {
        resourceSpans: { scopeSpans: { spans: OtlpSpan[] }[] }[];
      };
      return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
    });
    return all.filter(({ kind }) => kind === 2).length === 3 ? all : undefined;
  });
  const tree = spans.map(
    ({ name, kind, spanId, parentSpanId }): TreeSpan => ({
      name,
      isShown: kind === 2,
      id: spanId,
      parent: parentSpanId,
    }),
  );
  expect(drawTree(tree)).toBe(blockOf(page, 'text spans'));
});

/** What Sentry sends is lines of JSON. Of those, these are lists of spans, and errors. */
interface SentryLine {
  readonly items?: readonly {
    readonly name: string;
    readonly span_id: string;
    readonly parent_span_id?: string;
    readonly is_segment: boolean;
  }[];
  readonly exception?: { readonly values: readonly { readonly type: string; readonly value: string }[] };
  readonly user?: { readonly id: string };
}

test('Sentry', async () => {
  const page = 'docs/recipes/sentry.md';
  await run(page, (host) => ({ SENTRY_DSN: `http://public@${host}/1` }));
  const lines = await collector.until((received) => {
    const all = received
      .flatMap(({ body }) => body.toString().split('\n'))
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as SentryLine);
    const segments = all.flatMap(({ items = [] }) => items.filter(({ is_segment }) => is_segment));
    const isComplete = segments.length === 3 && all.some(({ exception }) => exception !== undefined);
    return isComplete ? all : undefined;
  });
  const tree = lines
    .flatMap(({ items = [] }) => items)
    .map(
      ({ name, span_id, parent_span_id, is_segment }): TreeSpan => ({
        name,
        isShown: is_segment,
        id: span_id,
        parent: parent_span_id,
      }),
    );
  const errors = lines.flatMap(({ exception, user }) =>
    (exception?.values ?? []).map(({ type, value }) => `${type}: ${value}, user: ${user?.id}`),
  );
  expect([drawTree(tree), ...errors].join('\n')).toBe(blockOf(page, 'text transactions'));
});

interface DatadogSpan {
  readonly name: string;
  readonly resource: string;
  readonly span_id: bigint;
  readonly parent_id: bigint;
}

test('Datadog', async () => {
  const page = 'docs/recipes/datadog.md';
  await run(page, (host) => ({
    DD_TRACE_AGENT_URL: `http://${host}`,
    DD_REMOTE_CONFIGURATION_ENABLED: 'false',
    DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false',
    DD_CRASHTRACKING_ENABLED: 'false',
  }));
  const spans = await collector.until((received) => {
    const all = received
      .filter(({ path }) => path.endsWith('/traces'))
      .flatMap(({ body }) => (decode(body, { useBigInt64: true }) as DatadogSpan[][]).flat());
    return all.filter(({ name }) => name === 'express.request').length === 3 ? all : undefined;
  });
  const tree = spans.map(
    ({ name, resource, span_id, parent_id }): TreeSpan => ({
      name: resource,
      isShown: name === 'express.request',
      id: String(span_id),
      parent: String(parent_id),
    }),
  );
  expect(drawTree(tree)).toBe(blockOf(page, 'text spans'));
});
