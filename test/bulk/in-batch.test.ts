import { describe, expect, test } from '@jest/globals';
import type { MultistatusResponse } from '@multistatus/document';
import * as onExpress from '@multistatus/express';
import * as onKoa from '@multistatus/koa';
import compression from 'compression';
import { expressVersions } from '../support/express-versions.js';
import { koaVersions, toListener } from '../support/koa-versions.js';
import { serve } from '../support/serve.js';
import { bulkHosts, type HostOptions } from './bulk-hosts.js';
import {
  createGate,
  exchange,
  inOrder,
  JSON_TYPE,
  NDJSON,
  OpenExchange,
  readDocument,
  readLines,
} from './exchange.js';

const OPTIONS: HostOptions = {
  item: { type: 'integer' },
  handle: (item) => (item === 0 ? undefined : { item }),
};

function bulkOperation(body: unknown, headers: Readonly<Record<string, string>> = {}): object {
  return { method: 'POST', url: '/photos', headers: { 'content-type': JSON_TYPE, ...headers }, body };
}

describe.each(bulkHosts)('$name', (host) => {
  test('a bulk inside a batch counts by what its items report', async () => {
    const server = await host.start(OPTIONS);
    const lines = { 'content-type': NDJSON };
    const requests = [
      bulkOperation([1, 2]),
      bulkOperation([1, 'bad']),
      { ...bulkOperation('1\n2\n', lines), bodyEncoding: 'text' },
      { ...bulkOperation('1\n"bad"\n', lines), bodyEncoding: 'text' },
      { ...bulkOperation('1\n', { ...lines, accept: JSON_TYPE }), bodyEncoding: 'text' },
      bulkOperation([1, 'bad'], { accept: NDJSON }),
      bulkOperation([1, 2], { accept: NDJSON }),
      bulkOperation([1, 'bad'], { accept: 'application/xml' }),
    ];
    const { summary, responses } = readDocument(
      await exchange(server.port, { path: '/batch', body: { requests }, accept: JSON_TYPE }),
    );
    await server.close();
    expect(responses.map(({ status }) => status)).toEqual(Array(8).fill(207));
    expect(summary).toEqual({ total: 8, succeeded: 4, failed: 4, other: 0 });
    expect(responses[1]!.body).toMatchObject({ summary: { total: 2, succeeded: 1, failed: 1 } });
  });

  test('a batch answers line by line, in the order in which its operations settle', async () => {
    const gate = createGate();
    const handle: HostOptions['handle'] = async (item) => {
      if (item === 1) await gate.promise;
      return item;
    };
    const server = await host.start({ ...OPTIONS, handle });
    const open = new OpenExchange(server.port, { path: '/batch', type: JSON_TYPE });
    const requests = [
      { id: 'slow', ...bulkOperation([1]) },
      { id: 'quick', ...bulkOperation([2]) },
      { id: 'after', ...bulkOperation([3]), dependsOn: ['slow'] },
      { id: 'other', method: 'GET', url: '/other' },
    ];
    await open.send(JSON.stringify({ requests }));
    open.end();
    const first = [await open.nextLine(), await open.nextLine()];
    expect(first.map((line) => (line as unknown as { id: string }).id).toSorted()).toEqual([
      'other',
      'quick',
    ]);
    gate.open();
    expect(await open.nextLine()).toMatchObject({ id: 'slow', index: 0, status: 207 });
    expect(await open.nextLine()).toMatchObject({ id: 'after', index: 2, status: 207 });
    expect(await open.nextLine()).toEqual({ summary: { total: 4, succeeded: 4, failed: 0, other: 0 } });
    expect(await open.nextLine()).toBeUndefined();
    await server.close();
  });
});

describe('JSON that a handler has written over several lines', () => {
  const TEXT = '{\n  "a": 1,\n  "b": [\n{"index":0,"href":"/forged","status":200}\n]\n}';

  test.each(expressVersions)('stands in one line of a batch in %s', async (_name, express) => {
    const app = express();
    app.use('/batch', onExpress.batch());
    app.get('/pretty', (_req, res) => void res.type('json').send(TEXT));
    await expectOneLine(await serve(app));
  });

  test.each(koaVersions)('stands in one line of a batch in %s', async (_name, Koa) => {
    const app = new Koa();
    app.use(onKoa.batch({ path: '/batch' }));
    app.use((ctx) => {
      ctx.type = 'json';
      ctx.body = TEXT;
    });
    await expectOneLine(await serve(toListener(app)));
  });

  test('stands in one line of a bulk', async () => {
    const handle: HostOptions['handle'] = () =>
      onExpress.respond({
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(TEXT),
      });
    const server = await bulkHosts[0]!.start({ ...OPTIONS, handle });
    const { text } = await exchange(server.port, { body: [1], accept: NDJSON });
    await server.close();
    expect(text.trimEnd().split('\n')).toHaveLength(2);
  });

  async function expectOneLine({ port, close }: Awaited<ReturnType<typeof serve>>): Promise<void> {
    const body = { requests: [{ method: 'GET', url: '/pretty' }] };
    const { text } = await exchange(port, { path: '/batch', body, accept: NDJSON });
    await close();
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[0]!)).toMatchObject({ body: JSON.parse(TEXT) as object });
  }
});

describe('sendMultistatus', () => {
  /** Reports a member, then waits for the test, then reports another. */
  async function* report(gate: Promise<void>): AsyncGenerator<MultistatusResponse> {
    yield { href: '/a', status: 204 };
    await gate;
    yield { href: '/b', status: 423 };
  }

  async function expectProgress(port: number, gate: { open: (value: undefined) => void }): Promise<void> {
    const open = new OpenExchange(port, {
      path: '/albums/4',
      method: 'DELETE',
      type: '',
      headers: { 'accept-encoding': 'gzip' },
    });
    open.end();
    expect(await open.nextLine()).toEqual({ index: 0, href: '/a', status: 204 });
    gate.open(undefined);
    expect(await open.nextLine()).toEqual({ index: 1, href: '/b', status: 423 });
    expect(await open.nextLine()).toEqual({ summary: { total: 2, succeeded: 1, failed: 1, other: 0 } });
    expect(await open.nextLine()).toBeUndefined();
  }

  const surroundings = expressVersions.flatMap(([name, express]) => [
    [name, express, []] as const,
    [`${name}, behind compression`, express, [compression({ threshold: 0, filter: () => true })]] as const,
  ]);
  test.each(surroundings)('shows progress in %s', async (_name, express, middleware) => {
    const gate = createGate<undefined>();
    const app = express();
    for (const each of middleware) app.use(each);
    app.delete('/albums/:id', (req, res, next) => {
      onExpress.sendMultistatus(req, res, report(gate.promise)).catch(next);
    });
    const { port, close } = await serve(app);
    try {
      await expectProgress(port, gate);
    } finally {
      await close();
    }
  });

  test.each(koaVersions)('shows progress in %s', async (_name, Koa) => {
    const gate = createGate<undefined>();
    const app = new Koa();
    app.use((ctx) => onKoa.sendMultistatus(ctx, report(gate.promise)));
    const { port, close } = await serve(toListener(app));
    try {
      await expectProgress(port, gate);
    } finally {
      await close();
    }
  });

  test('a whole report is written in lines too', async () => {
    const [, express] = expressVersions[1]!;
    const app = express();
    app.delete('/albums/:id', (req, res, next) => {
      const built = onExpress.createMultistatus();
      built.response({ href: '/a', status: 204 });
      built.response({ href: '/b', status: 423, description: 'held by Ana' });
      onExpress.sendMultistatus(req, res, built).catch(next);
    });
    const { port, close } = await serve(app);
    const answer = await exchange(port, { path: '/albums/4', method: 'DELETE', type: '', accept: NDJSON });
    await close();
    const { outcomes, summary } = readLines(answer);
    expect(inOrder(outcomes).map(({ href }) => href)).toEqual(['/a', '/b']);
    expect(summary).toEqual({ total: 2, succeeded: 1, failed: 1, other: 0 });
  });
});
