import assert from 'node:assert/strict';
import { assertProblemOutcome, assertRefused, textOf } from '../assert-problem.js';
import { assertChain, CHAIN } from '../assert-timing.js';
import { get, statusesOf, type WrittenOperation } from '../batch-requests.js';
import type { ConformanceCase, JsonDocument, RunningHost, WireAnswer, WireRequest } from '../case.js';
import { keyedRequest, post } from '../keyed-batch.js';

const RFC7240 = 'RFC 7240 §4.1';
const LATER = { journal: 'works', async: 'works' } as const;
const FOUR = Array.from({ length: 4 }, (_, index) => get(`/status/200?n=${index}`));

interface Monitor {
  readonly status: string;
  readonly monitor: string;
  readonly progress: { readonly total: number; readonly done: number; readonly percent: number };
}

function send(
  host: RunningHost,
  requests: readonly WrittenOperation[],
  headers: WireRequest['headers'] = {},
): Promise<WireAnswer> {
  const { 'idempotency-key': _key, ...common } = keyedRequest('', []).headers ?? {};
  return host.exchange({
    method: 'POST',
    headers: { ...common, prefer: 'respond-async', ...headers },
    body: JSON.stringify({ requests }),
  });
}

function ask(
  host: RunningHost,
  path: string,
  { method = 'GET', ...headers }: Readonly<Record<string, string>> = {},
): Promise<WireAnswer> {
  return host.exchange({
    method,
    path,
    headers: { 'x-user': 'ana', accept: 'application/json', ...headers },
  });
}

function monitorOf(answer: WireAnswer): string {
  assert.equal(answer.status, 202, textOf(answer));
  return String(answer.headers['location']);
}

/** Resolves when a batch has ended: then its events do. */
function ended(host: RunningHost, monitor: string): Promise<WireAnswer> {
  return ask(host, monitor, { accept: 'text/event-stream' });
}

function documentOf(answer: WireAnswer): JsonDocument {
  return JSON.parse(textOf(answer)) as JsonDocument;
}

/** What a batch with Prefer: respond-async gets from an endpoint that can answer it later. */
export const laterCases: readonly ConformanceCase[] = [
  {
    id: 'C1271',
    level: 'MUST',
    section: RFC7240,
    options: LATER,
    comparable: false,
    everySetup: true,
    title: 'a batch is answered 202, and its monitor with the answer that it would have had',
    async check(host) {
      const requests = [
        post({ n: 1 }, { id: 'a' }),
        get('/status/404'),
        post(2, { dependsOn: ['a'] }),
        get('/status/{code}', { references: [{ at: '/url/code', from: 'a', value: '/status' }] }),
      ];
      const accepted = await send(host, requests);
      const monitor = monitorOf(accepted);
      assert.match(monitor, new RegExp(`^${host.endpoint}/monitors/[\\w-]{24}$`));
      assert.equal(accepted.headers['preference-applied'], 'respond-async');
      assert.equal(accepted.headers['cache-control'], 'no-store');
      assert.equal(accepted.headers['retry-after'], '1');
      const body = JSON.parse(textOf(accepted)) as Monitor;
      assert.deepEqual([body.status, body.monitor, body.progress.total], ['running', monitor, 4]);
      const events = await ended(host, monitor);
      assert.equal(textOf(events).match(/^event: outcome$/gm)?.length, 4);
      const finished = await ask(host, monitor);
      const direct = await send(host, requests, { prefer: 'return=representation' });
      assert.deepEqual([finished.status, finished.headers['asyncresult']], [207, '207']);
      const withoutEcho = ({ responses }: JsonDocument) =>
        responses.map(({ id, href, status }) => ({ id, href, status }));
      assert.deepEqual(withoutEcho(documentOf(finished)), withoutEcho(documentOf(direct)));
      assert.deepEqual(documentOf(finished).summary, documentOf(direct).summary);
      assert.equal(host.calls(), 8);
    },
  },
  {
    id: 'C1272',
    level: 'MUST',
    section: 'RFC 7240 §4.3',
    options: LATER,
    comparable: false,
    title: 'a batch that ends while its client waits is answered at once',
    async check(host) {
      const answer = await send(host, [post({ n: 1 }), get('/status/204')], {
        prefer: 'respond-async, wait=19',
      });
      assert.equal(answer.status, 207);
      assert.equal(answer.headers['preference-applied'], 'respond-async, wait=19');
      assert.equal(answer.headers['location'], undefined);
      assert.deepEqual(statusesOf(documentOf(answer).responses), [200, 204]);
    },
  },
  {
    id: 'C1273',
    level: 'MUST',
    section: RFC7240,
    options: { ...LATER, limits: { maxOperations: 3 } },
    comparable: false,
    title:
      'a batch that is too large to be answered at once runs, and one that is too large for both is not advised',
    async check(host) {
      const five = [...FOUR, get('/status/200')];
      const tooMany = await send(host, five, { prefer: 'handling=lenient' });
      assert.doesNotMatch(
        assertRefused(host, tooMany, [413, 'limit-exceeded']).detail ?? '',
        /respond-async/,
      );
      await ended(host, monitorOf(await send(host, FOUR)));
      assert.equal(host.calls(), 4);
    },
  },
  {
    id: 'C1275',
    level: 'MUST',
    section: 'RFC 9110 §15.5.5',
    options: LATER,
    comparable: false,
    title: 'only the client that has sent a batch sees its monitor',
    async check(host) {
      const monitor = monitorOf(await send(host, [get('/status/200')]));
      await ended(host, monitor);
      host.reset();
      const others = [
        await ask(host, monitor, { 'x-user': 'ben' }),
        await ask(host, monitor, { 'x-user': '' }),
        await ask(host, monitor, { 'x-user': 'ben', method: 'DELETE' }),
        await ask(host, `${host.endpoint}/monitors/${'A'.repeat(24)}`),
        await ask(host, `${host.endpoint}/monitors/..%2fphotos`),
      ];
      const details = others.map((answer) => assertRefused(host, answer, [404, 'no-such-monitor']).detail);
      assert.equal(new Set(details).size, 1);
      const list = JSON.parse(
        textOf(await ask(host, `${host.endpoint}/monitors`, { 'x-user': 'ben' })),
      ) as unknown;
      assert.deepEqual(list, { monitors: [] });
      const put = await ask(host, monitor, { method: 'PUT' });
      assert.deepEqual([put.status, put.headers['allow']], [405, 'GET, HEAD, DELETE']);
      assert.equal((await ask(host, monitor)).status, 207);
    },
  },
  {
    id: 'C1276',
    level: 'MUST',
    section: 'draft-ietf-httpapi-idempotency-key-header-07 §2',
    options: LATER,
    comparable: false,
    title: 'a batch with a key that is sent again runs once, and its operations have keys of their own',
    async check(host) {
      const key = { 'idempotency-key': '"C1276"' };
      const requests = [post({ n: 1 }, { id: 'a' })];
      const monitor = monitorOf(await send(host, requests, key));
      await ended(host, monitor);
      const again = await send(host, requests, key);
      assert.deepEqual([monitorOf(again), again.headers['idempotency-replayed']], [monitor, 'true']);
      const [first] = documentOf(await ask(host, monitor)).responses;
      assert.match(JSON.stringify(first?.body), /C1276:a/);
      assert.equal(host.calls(), 1);
    },
  },
  {
    id: 'C1277',
    level: 'MUST',
    section: 'OData 4.01 §11.6',
    options: LATER,
    comparable: false,
    title: 'DELETE of a monitor cancels: what ran is unknown, what had not started did not run',
    async check(host) {
      const requests = [post(1, { id: 'a', url: '/meet?of=9' }), post(2, { id: 'b', dependsOn: ['a'] })];
      const entered = host.entered('/meet');
      const monitor = monitorOf(await send(host, requests));
      await entered;
      const cancelled = await ask(host, monitor, { method: 'DELETE' });
      assert.deepEqual([cancelled.status, cancelled.headers['asyncresult']], [200, '207']);
      assert.equal(cancelled.headers['content-location'], `${monitor}/result`);
      const [ran, skipped] = documentOf(cancelled).responses;
      assert.equal(assertProblemOutcome(ran, [504, 'operation-timeout']).executed, 'unknown');
      assert.equal(skipped?.status === 503 || skipped?.status === 424, true, JSON.stringify(skipped));
      const later = await ask(host, monitor);
      assert.deepEqual([later.status, /batch-cancelled/.test(textOf(later))], [404, true]);
      assert.deepEqual(documentOf(await ask(host, `${monitor}/result`)), documentOf(cancelled));
      assert.equal((await ask(host, `${monitor}/result`, { method: 'DELETE' })).status, 204);
      assert.equal((await ask(host, `${monitor}/result`)).status, 404);
      assert.equal(host.calls(), 1);
    },
  },
  {
    id: 'C1278',
    level: 'MUST',
    section: 'RFC 9110 §12.5.1',
    options: LATER,
    comparable: false,
    title:
      'the answer is in the format that the GET accepts, in the order of the request, until it is removed',
    async check(host) {
      const monitor = monitorOf(await send(host, FOUR, { accept: 'application/xml' }));
      await ended(host, monitor);
      assert.match(textOf(await ask(host, monitor, { accept: '*/*' })), /<D:multistatus/);
      const lines = textOf(await ask(host, monitor, { accept: 'application/x-ndjson' }))
        .trim()
        .split('\n');
      const indexes = lines.map((line) => (JSON.parse(line) as { index?: number }).index);
      assert.deepEqual(indexes, [0, 1, 2, 3, undefined]);
      const head = await ask(host, monitor, { method: 'HEAD' });
      assert.deepEqual([head.status, head.bytes.byteLength, head.headers['asyncresult']], [207, 0, '207']);
      assert.equal((await ask(host, monitor, { accept: 'image/png' })).status, 406);
      assert.equal((await ask(host, monitor, { method: 'DELETE' })).status, 204);
      assert.equal((await ask(host, monitor)).status, 404);
    },
  },
  {
    id: 'C1279',
    level: 'MUST',
    section: 'HTML §9.2',
    options: LATER,
    comparable: false,
    title: 'events are numbered, and go on after the last one that a client has',
    async check(host) {
      const monitor = monitorOf(
        await send(host, [post(1, { id: 'a' }), get('/status/404'), get('/status/200')]),
      );
      const all = textOf(await ended(host, monitor));
      assert.match(all, /^retry: 1000$/m);
      assert.deepEqual(all.match(/^id: \d+$/gm), ['id: 1', 'id: 2', 'id: 3']);
      assert.match(all, /event: end\ndata: \{"status":207,/);
      const rest = textOf(await ask(host, monitor, { accept: 'text/event-stream', 'last-event-id': '2' }));
      assert.deepEqual(rest.match(/^id: \d+$/gm), ['id: 3']);
      const none = await ask(host, monitor, { accept: 'text/event-stream', 'last-event-id': '3' });
      assert.equal(none.status, 204);
    },
  },
  {
    id: 'C1280',
    level: 'MUST',
    section: 'RFC 9110 §11.6',
    options: LATER,
    comparable: false,
    title: 'operations that run later have no credentials of the request, but its other headers',
    async check(host) {
      const headers = { authorization: 'Bearer canary', cookie: 's=canary', 'x-request-id': 'r-1' };
      const monitor = monitorOf(await send(host, [post({ n: 1 })], headers));
      await ended(host, monitor);
      const text = textOf(await ask(host, monitor));
      assert.doesNotMatch(text, /canary/);
      assert.match(text, /r-1/);
    },
  },
  {
    id: 'C1349',
    level: 'MUST',
    section: 'docs/reference/wire-format#timing',
    options: { ...LATER, timings: true },
    comparable: false,
    title: 'with the option timings, the answer of a monitor says when each operation ran, always the same',
    async check(host) {
      const monitor = monitorOf(await send(host, CHAIN));
      await ended(host, monitor);
      const first = await ask(host, monitor);
      assertChain(documentOf(first).responses);
      assert.equal(textOf(await ask(host, monitor)), textOf(first));
    },
  },
];
