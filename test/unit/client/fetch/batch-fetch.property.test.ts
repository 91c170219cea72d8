import type { RequestListener } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { batchFetch } from '@multistatus/client';
import { batch as expressBatch } from '@multistatus/express';
import { batch as koaBatch } from '@multistatus/koa';
import express from 'express';
import fc from 'fast-check';
import Koa from 'koa';
import { anyCharacter } from '../../../support/any-character.js';
import { serveTraffic, type Traffic } from '../serve-traffic.js';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 60);
const SEED = Number(process.env['FUZZ_SEED'] ?? 4_918);
const PATIENCE_MS = 600_000;

/** What is about a connection, or what `fetch` tells caches between when a request is conditional. */
const OF_CONNECTION = ['accept-encoding', 'connection', 'content-length', 'host', 'transfer-encoding'];
const OF_CACHES = ['cache-control', 'pragma'];
/** What the response to a batch says of itself. */
const NOT_TOLD = [
  'cache-control',
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'transfer-encoding',
  'vary',
];

/** What the server saw of a request, as a header of its answer; and what it is to answer, as the query says. */
interface Exchange {
  readonly seen: string;
  readonly status: number;
  readonly type: string;
}

function readExchange(method: string, url: string, fields: Readonly<Record<string, unknown>>): Exchange {
  const { searchParams } = new URL(url, 'http://a');
  const headers = Object.entries(fields).filter(
    ([name]) => !OF_CONNECTION.includes(name) && !OF_CACHES.includes(name),
  );
  const seen = encodeURIComponent(JSON.stringify([method, url, fieldLines(headers)]));
  return {
    seen,
    status: Number(searchParams.get('status') ?? 200),
    type: searchParams.get('type') ?? 'application/octet-stream',
  };
}

function fieldLines(fields: readonly (readonly [string, unknown])[]): string[] {
  return fields.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).toSorted();
}

/** Answers with the bytes that came. */
function createExpress(): RequestListener {
  const app = express().disable('etag');
  app.use('/batch', expressBatch());
  app.use(express.raw({ type: () => true }));
  app.use((req, res) => {
    const { seen, status, type } = readExchange(req.method, req.originalUrl, req.headers);
    res.status(status).set({ 'x-seen': seen, 'content-type': type });
    res.end(Buffer.isBuffer(req.body) ? req.body : undefined);
  });
  return app;
}

function createKoa(): RequestListener {
  const app = new Koa();
  app.use(koaBatch({ path: '/batch' }));
  app.use(async (ctx) => {
    const chunks: Buffer[] = [];
    for await (const chunk of ctx.req) chunks.push(chunk as Buffer);
    const { seen, status, type } = readExchange(ctx.method, ctx.originalUrl, ctx.headers);
    ctx.status = status;
    ctx.set({ 'x-seen': seen, 'content-type': type });
    ctx.body = Buffer.concat(chunks);
  });
  return app.callback() as RequestListener;
}

/** One of some characters. */
function oneOf(characters: string): fc.Arbitrary<string> {
  return fc.constantFrom(...characters.split(''));
}

const fieldValue = fc.string({ unit: oneOf('aZ09 ,;="\t\u00e9'), maxLength: 12 });
const fields = fc.dictionary(fc.constantFrom('x-a', 'X-B', 'accept', 'if-match', 'prefer'), fieldValue, {
  maxKeys: 4,
});
const text = fc.string({ unit: anyCharacter, maxLength: 40 });
const bytes = fc.uint8Array({ maxLength: 40 });
const requestType = fc.constantFrom('text/plain', 'application/json', 'image/png', 'text/csv; charset=utf-8');
const content = fc.oneof(
  text.map((body) => ({ body, type: undefined })),
  fc.record({ body: fc.json(), type: fc.constant('application/json') }),
  fc.record({ body: bytes.map((value) => new Uint8Array(value)), type: requestType }),
  fc.dictionary(text, text).map((form) => ({ body: new URLSearchParams(form), type: undefined })),
  fc.record({
    body: bytes.map((value) => new Blob([new Uint8Array(value)], { type: 'application/x-a' })),
    type: fc.constant(undefined),
  }),
);
const query = fc.record({
  status: fc.constantFrom('200', '201', '204', '207', '299', '300', '304', '404', '418', '422', '500', '599'),
  type: fc.constantFrom(
    'application/json',
    'text/html; charset=utf-8',
    'image/png',
    'application/problem+json',
  ),
  q: fc.string({ unit: oneOf('a +&=%/?#é"<>{}\\'), maxLength: 10 }),
});
const path = fc.array(fc.string({ unit: oneOf('aZ0-._~%:@!$&()*+,;=é {}|'), maxLength: 6 }), {
  maxLength: 4,
});
const call = fc
  .record({
    method: fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'),
    path: path.map((segments) => `/p/${segments.map(encodeURIComponent).join('/')}`),
    query: query.map((members) => new URLSearchParams(members).toString()),
    fields,
    content: fc.option(content, { nil: undefined }),
  })
  .map(({ method, content, ...rest }) => ({
    ...rest,
    method,
    content: method === 'GET' || method === 'HEAD' ? undefined : content,
  }));
type Call = typeof call extends fc.Arbitrary<infer T> ? T : never;

function toInit({ method, fields: own, content: sent }: Call): RequestInit {
  const headers = { ...own, ...(sent?.type === undefined ? {} : { 'content-type': sent.type }) };
  return { method, headers, ...(sent === undefined ? {} : { body: sent.body }) };
}

async function portrait(calling: Promise<Response>): Promise<unknown> {
  const response = await calling;
  const { status, ok, url, redirected } = response; // the reason phrase does not travel
  const headers = [...response.headers].filter(([name]) => !NOT_TOLD.includes(name));
  const [, seen] = headers.find(([name]) => name === 'x-seen') ?? [];
  const body = [...new Uint8Array(await response.arrayBuffer())];
  return { status, ok, url, redirected, seen: decodeURIComponent(seen ?? ''), headers, body };
}

describe.each([
  ['Express 5', createExpress],
  ['Koa 3', createKoa],
])('any calls to %s', (_name, createApp) => {
  let traffic: Traffic;
  beforeAll(async () => {
    traffic = await serveTraffic(createApp());
  });
  afterAll(() => traffic.close());

  test(
    'are answered in a batch as they are by themselves',
    async () => {
      const api = batchFetch({ url: traffic.url });
      const calls = fc.array(call, { minLength: 2, maxLength: 6 });
      let batches = 0;
      await fc.assert(
        fc.asyncProperty(calls, async (made) => {
          traffic.forget();
          const together = made.map((each) =>
            portrait(api(`${traffic.origin}${each.path}?${each.query}`, toInit(each))),
          );
          const batched = await Promise.all(together);
          batches += traffic.seen.filter((line) => line === 'POST /batch').length;
          for (const [index, each] of made.entries()) {
            const direct = portrait(fetch(`${traffic.origin}${each.path}?${each.query}`, toInit(each)));
            expect(batched[index]).toEqual(await direct);
          }
        }),
        { numRuns: RUNS, seed: SEED },
      );
      // Most calls can travel: the comparison is not one of fetch with itself.
      expect(batches).toBeGreaterThan(RUNS / 2);
    },
    PATIENCE_MS,
  );
});
