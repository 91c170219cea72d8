import { describe, expect, test } from '@jest/globals';
import type { Call, HostOptions } from './policy-host.js';
import { policyHosts } from './policy-hosts.js';
import { sendOperations } from './send-operations.js';

const GOOD = { id: 'good', method: 'GET', url: '/200' };
const BAD = { id: 'bad', method: 'GET', url: '/404' };
const MOVED = { id: 'moved', method: 'GET', url: '/302' };

/** What another server reports of a DELETE of a collection (RFC 4918 section 9.6.1). */
const FOREIGN_207 = `<?xml version="1.0"?><D:multistatus xmlns:D="DAV:"><D:response>
  <D:href>/7</D:href><D:status>HTTP/1.1 200 OK</D:status></D:response></D:multistatus>`;

function answerByUrl({ url }: Call): { status: number; headers?: Record<string, string>; body?: string } {
  const status = Number(url.slice(1));
  if (status !== 207) return { status };
  return { status, headers: { 'content-type': 'application/xml; charset=utf-8' }, body: FOREIGN_207 };
}

describe.each(policyHosts)('$name', (host) => {
  const create = (options: HostOptions) => host.create({ options, handle: answerByUrl });

  test.each<[label: string, HostOptions, good: number, mixed: number, moved: number]>([
    ['the default', {}, 207, 207, 207],
    ["'multi-status'", { status: 'multi-status' }, 207, 207, 207],
    ["'ok-or-multi-status'", { status: 'ok-or-multi-status' }, 200, 207, 207],
    [
      'a function',
      { status: (outcomes) => Math.max(...outcomes.map(({ status }) => status)) },
      200,
      404,
      302,
    ],
  ])('status: %s', async (_label, options, good, mixed, moved) => {
    const app = create(options);
    const statusOf = async (...requests: object[]) => (await sendOperations(app, requests)).status;
    expect(await statusOf(GOOD)).toBe(good);
    expect(await statusOf(GOOD, BAD)).toBe(mixed);
    expect(await statusOf(GOOD, MOVED)).toBe(moved);
  });

  test('status: a function that fails, or gives no such status, is 207, and onError hears', async () => {
    const errors: unknown[] = [];
    const onError = (error: unknown): void => void errors.push(error);
    const failure = new Error('thrown by it');
    const wrong = [99, 204, 304, 600, Number.NaN, '200' as never];
    for (const status of wrong) {
      const reply = await sendOperations(create({ onError, status: () => status }), [GOOD]);
      expect([reply.status, reply.responses[0]?.status]).toEqual([207, 200]);
    }
    expect(errors).toEqual(wrong.map(() => expect.any(RangeError)));
    const fails = (): number => {
      throw failure;
    };
    expect((await sendOperations(create({ onError, status: fails }), [GOOD])).status).toBe(207);
    expect(errors.at(-1)).toBe(failure);
  });

  const FOREIGN = { id: 'foreign', method: 'DELETE', url: '/207' };
  const AFTER = { id: 'after', method: 'GET', url: '/200', dependsOn: ['foreign'] };

  test('a 207 of another server is no success, so that nothing that depends on it runs', async () => {
    const { summary, responses } = await sendOperations(create({}), [FOREIGN, AFTER]);
    expect(summary).toEqual({ total: 2, succeeded: 0, failed: 2, other: 0 });
    expect(responses).toMatchObject([
      { status: 207, body: FOREIGN_207, bodyEncoding: 'text' },
      { status: 424, body: { because: ['foreign'] } },
    ]);
  });

  test('isSuccess: says that it is one, and leaves the others to their status', async () => {
    const asked = new Set<number>();
    const options: HostOptions = {
      isSuccess: (operation, { status, body }) => {
        asked.add(status);
        if (status !== 207) return undefined;
        return operation.method === 'DELETE' && !Buffer.from(body).includes('HTTP/1.1 4');
      },
    };
    const { summary, responses } = await sendOperations(create(options), [FOREIGN, AFTER, BAD]);
    expect(summary).toEqual({ total: 3, succeeded: 2, failed: 1, other: 0 });
    expect(responses.map(({ status }) => status)).toEqual([207, 200, 404]);
    expect(asked).toEqual(new Set([200, 207, 404]));
  });

  test('isSuccess: that throws counts for nothing, and onError hears', async () => {
    const errors: unknown[] = [];
    const failure = new Error('thrown by it');
    const options: HostOptions = {
      onError: (error) => errors.push(error),
      isSuccess: () => {
        throw failure;
      },
    };
    const { summary } = await sendOperations(create(options), [GOOD, BAD]);
    expect(summary).toEqual({ total: 2, succeeded: 1, failed: 1, other: 0 });
    expect(errors).toEqual([failure, failure]);
  });

  test('headers.expose: only what it names stands in the document, beside the content type', async () => {
    const headers = { etag: '"7"', 'x-cost': '3', 'cache-control': 'private', 'content-language': 'pt' };
    const app = host.create({
      options: { headers: { expose: ['ETag', 'Cache-Control'] } },
      handle: () => ({ headers }),
    });
    const { responses } = await sendOperations(app, [GOOD]);
    expect(responses[0]?.headers).toEqual({
      etag: '"7"',
      'cache-control': 'private',
      'content-type': expect.stringContaining('application/json'),
    });
  });
});
