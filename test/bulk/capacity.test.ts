import { afterEach, describe, expect, test } from '@jest/globals';
import { RawRequest } from '../support/raw-request.js';
import { type BulkServer, bulkHosts, type HostOptions, type Surroundings } from './bulk-hosts.js';
import { createGate, JSON_TYPE, NDJSON } from './exchange.js';

const BATCH = JSON.stringify({ requests: [{ method: 'GET', url: '/other' }] });
/** What has been sent of a body of 1 000 bytes. */
const HALF = { 'content-type': JSON_TYPE, 'content-length': '1000' };
const LINES = { 'content-type': NDJSON, accept: NDJSON, 'transfer-encoding': 'chunked' };

let server: BulkServer | undefined;
const requests: RawRequest[] = [];
afterEach(async () => {
  for (const request of requests.splice(0)) request.leave();
  await server?.close();
  server = undefined;
});

async function open(path: string, headers: Readonly<Record<string, string>>): Promise<RawRequest> {
  const request = await RawRequest.open(server!.port, path, headers);
  requests.push(request);
  return request;
}

function post(path: string, body: string, type = JSON_TYPE): Promise<Response> {
  return fetch(`http://127.0.0.1:${server!.port}${path}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body,
  });
}

describe.each(bulkHosts)('$name', (host) => {
  async function start(options: Partial<HostOptions>, surroundings?: Surroundings): Promise<void> {
    server = await host.start({ item: {}, handle: () => undefined, ...options } as HostOptions, surroundings);
  }

  test.each([
    ['/batch', BATCH],
    ['/photos', '[1]'],
  ])('300 requests to %s that are sent by halves take no place', async (path, whole) => {
    const limits = { maxConcurrentRequests: 1 };
    await start({ limits }, { batch: { limits } });
    await Promise.all(Array.from({ length: 300 }, () => open(path, HALF).then((half) => half.send('{'))));
    expect((await post(path, whole)).status).toBe(207);
  });

  test('a full batch endpoint answers 503 before the body is read, and closes', async () => {
    const entered = createGate<void>();
    const ended = createGate<void>();
    const limits = { maxConcurrentRequests: 1 };
    const allow = async (): Promise<boolean> => {
      entered.open();
      await ended.promise;
      return true;
    };
    await start({}, { batch: { limits, allow } });
    const running = post('/batch', BATCH);
    await entered.promise;

    const half = await open('/batch', HALF);
    const answer = await half.until('no-capacity');
    expect(answer).toMatch(/HTTP\/1\.1 503 .*\r\n/);
    expect(answer.toLowerCase()).toContain('\r\nconnection: close\r\n');
    half.send(' '.repeat(1000));
    await half.untilClosed();

    ended.open();
    expect((await running).status).toBe(207);
    expect((await post('/batch', BATCH)).status).toBe(207);
  });

  test('a body that is not whole in time is 408, and nothing runs', async () => {
    let calls = 0;
    const limits = { bodyTimeoutMs: 20 };
    const handle = (): void => {
      calls += 1;
    };
    await start({ limits, handle }, { batch: { limits } });
    for (const path of ['/batch', '/photos']) {
      const half = await open(path, HALF);
      half.send('[1');
      const answer = await half.until('bodyTimeoutMs');
      expect(answer).toMatch(/HTTP\/1\.1 408 .*\r\n/);
      expect(answer).toContain('urn:multistatus:problem:incomplete-body');
      half.send(' '.repeat(998));
      await half.untilClosed();
    }
    const lines = await open('/photos', LINES);
    expect(await lines.until('bodyTimeoutMs')).toMatch(/HTTP\/1\.1 408 .*\r\n/);
    expect(calls).toBe(0);
  });

  test('NDJSON that is handled as it comes takes its place at the first line', async () => {
    const ended = createGate<void>();
    const entered = createGate<void>();
    const handle = async (): Promise<void> => {
      entered.open();
      await ended.promise;
    };
    await start({ limits: { maxConcurrentRequests: 1 }, handle });
    const upload = await open('/photos', LINES);
    const lines = post('/photos', '1\n', NDJSON);
    await entered.promise;
    // The place is taken, so the first line of the other upload finds none.
    upload.sendChunk('1\n');
    expect(await upload.until('no-capacity')).toMatch(/HTTP\/1\.1 503 .*\r\n/);
    ended.open();
    expect(await (await lines).text()).toContain('"succeeded":1');
    expect(await (await post('/photos', '1\n', NDJSON)).text()).toContain('"succeeded":1');
  });

  test('an upload that stalls is answered as far as it came', async () => {
    await start({ limits: { bodyTimeoutMs: 50 } });
    const upload = await open('/photos', LINES);
    upload.sendChunk('1\n');
    const answer = await upload.until('"summary"');
    expect(answer).toContain('"status":204');
    expect(answer).toContain('urn:multistatus:problem:incomplete-body');
    expect(answer).toContain('{"summary":{"total":2,"succeeded":1,"failed":1,"other":0}}');
  });

  test('no time runs for an upload while the endpoint does not read', async () => {
    const ended = createGate<void>();
    const entered = createGate<void>();
    const handle = async (item: unknown): Promise<void> => {
      if (item !== 'slow') return;
      entered.open();
      await ended.promise;
    };
    await start({ limits: { bodyTimeoutMs: 50, concurrency: 1 }, handle });
    const upload = await open('/photos', LINES);
    upload.sendChunk('"slow"\n');
    await entered.promise;
    // That this one has run out of time shows that the other would have, too.
    const other = await open('/photos', LINES);
    expect(await other.until('bodyTimeoutMs')).toMatch(/HTTP\/1\.1 408 .*\r\n/);
    upload.sendChunk('"fast"\n');
    upload.sendChunk('\n');
    upload.send('0\r\n\r\n');
    ended.open();
    expect(await upload.until('"summary"')).toContain(
      '{"summary":{"total":2,"succeeded":2,"failed":0,"other":0}}',
    );
  });
});
