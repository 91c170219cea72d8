import { describe, expect, test } from '@jest/globals';
import type { BatchOptions } from '@multistatus/core';
import { describeBatch } from '#core/openapi/describe-batch.js';
import type { OpenApiOperation } from '#core/openapi/path-item.js';
import { assertDescribed, compile, requestSchema, type WireAnswer } from './description.js';
import { exchange, hosts, post } from './hosts.js';

function describePost(options: BatchOptions = {}): OpenApiOperation {
  return describeBatch(options).post!;
}

const GET_JSON = { method: 'GET', url: '/json' };

/** Every kind of outcome: JSON, text, base64, no body, 2xx to 5xx, omitted, skipped. */
const MANY = [
  { id: 'json', ...GET_JSON },
  { method: 'GET', url: '/text' },
  { method: 'GET', url: '/bytes' },
  { method: 'GET', url: '/links' },
  { method: 'GET', url: '/large' },
  { method: 'GET', url: '/moved' },
  { method: 'GET', url: '/busy' },
  { method: 'GET', url: '/nowhere' },
  { method: 'POST', url: '/made', body: {} },
  { id: 'locked', method: 'DELETE', url: '/json' },
  { method: 'GET', url: '/text', dependsOn: ['locked'] },
];

describe.each(hosts)('%s: the description of a batch holds for', (_name, toApp) => {
  test('an answer with every kind of outcome', async () => {
    const options: BatchOptions = { limits: { maxOperationResponseBytes: 1_000 } };
    const answer = await post(toApp({ batch: options }), '/batch', { value: { requests: MANY } });
    assertDescribed(describePost(options), answer);
    const { responses } = JSON.parse(answer.text) as { responses: { status: number }[] };
    expect(responses.map(({ status }) => status)).toEqual([
      200, 200, 200, 200, 200, 302, 503, 404, 201, 423, 424,
    ]);
    expect(answer.text).toContain('"bodyOmitted":"too-large"');
    expect(answer.headers.get('retry-after')).toBe('7');
  });

  test('an answer without what was not wished', async () => {
    const answer = await post(toApp({}), '/batch', {
      value: { requests: MANY },
      headers: { prefer: 'return=minimal' },
    });
    assertDescribed(describePost(), answer);
    expect(answer.text).toContain('"bodyOmitted":"minimal"');
    expect(answer.headers.get('preference-applied')).toBe('return=minimal');
  });

  test('each line of NDJSON but the last, as a response with index', async () => {
    const headers = { accept: 'application/x-ndjson' };
    const answer = await post(toApp({}), '/batch', { value: { requests: MANY }, headers });
    assertDescribed(describePost(), answer);
    const { schema } = describePost().responses['207']!.content['application/json']!;
    const { summary, responses } = schema['properties'] as Record<string, Record<string, unknown>>;
    const validate = compile(responses!['items'] as Record<string, unknown>);
    const lines = answer.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { index?: number; summary?: unknown });
    const last = lines.pop();
    expect(lines).toHaveLength(MANY.length);
    for (const line of lines) {
      expect([line.index, validate(line), validate.errors]).toEqual([expect.any(Number), true, null]);
    }
    expect(compile(summary!)(last?.summary)).toBe(true);
  });

  test('an answer in XML', async () => {
    const headers = { accept: 'application/xml' };
    assertDescribed(describePost(), await post(toApp({}), '/batch', { value: { requests: MANY }, headers }));
  });

  test('an answer in another status, by the options', async () => {
    const value = { requests: [GET_JSON] };
    const orMulti: BatchOptions = { status: 'ok-or-multi-status' };
    const ok = await post(toApp({ batch: orMulti }), '/batch', { value });
    expect(ok.status).toBe(200);
    assertDescribed(describePost(orMulti), ok);
    const own: BatchOptions = { status: () => 299 };
    const any = await post(toApp({ batch: own }), '/batch', { value });
    expect(any.status).toBe(299);
    assertDescribed(describePost(own), any);
  });

  test.each<[status: number, slug: string, value: unknown, headers?: Record<string, string>]>([
    [400, 'invalid-batch', { requests: [] }],
    [400, 'conditional-batch', { requests: [GET_JSON] }, { 'if-match': '"a"' }],
    [403, 'not-allowed', { requests: [{ method: 'GET', url: '/large' }] }, { prefer: 'handling=strict' }],
    [406, 'not-acceptable', { requests: [GET_JSON] }, { accept: 'image/png' }],
    [413, 'limit-exceeded', { requests: Array.from({ length: 21 }, () => GET_JSON) }],
    [415, 'unsupported-media-type', { requests: [GET_JSON] }, { 'content-type': 'text/plain' }],
    [501, 'transactions-not-supported', { requests: [{ ...GET_JSON, atomicityGroup: 'a' }] }],
  ])('a refusal: %i %s', async (status, slug, value, headers = {}) => {
    const options: BatchOptions = { limits: { maxOperations: 20 }, allow: ({ url }) => url !== '/large' };
    const answer = await post(toApp({ batch: options }), '/batch', { value, headers });
    expect([answer.status, (JSON.parse(answer.text) as { type: string }).type]).toEqual([
      status,
      `urn:multistatus:problem:${slug}`,
    ]);
    assertDescribed(describePost(options), answer);
  });

  test('a refusal: 503 no-capacity', async () => {
    let second: WireAnswer | undefined;
    const value = { requests: [GET_JSON] };
    const options: BatchOptions = {
      limits: { maxConcurrentRequests: 1 },
      allow: async () => {
        second = await post(app, '/batch', { value });
        return true;
      },
    };
    const app = toApp({ batch: options });
    assertDescribed(describePost(options), await post(app, '/batch', { value }));
    expect([second?.status, second?.headers.get('retry-after')]).toEqual([503, '1']);
    assertDescribed(describePost(options), second!);
  });

  test('what GET says, to the letter', async () => {
    const options: BatchOptions = { limits: { maxOperations: 3, concurrency: 2 }, basePath: '/api' };
    const { get } = describeBatch(options);
    const answer = await exchange(toApp({ batch: options }), '/batch');
    assertDescribed(get!, answer);
    const { content, headers } = get!.responses['200']!;
    expect(JSON.parse(answer.text)).toEqual(content['application/json']!.example);
    expect(JSON.parse(answer.text)).not.toHaveProperty('idempotency');
    for (const [name, { description }] of Object.entries(headers!)) {
      expect(description).toBe(`\`${answer.headers.get(name)}\``);
    }
  });
});

const options: BatchOptions = { limits: { maxOperations: 2, maxUrlLength: 40 }, basePath: '/api' };

/** What the schema is to be held against: the server's own decision. */
async function sendAndValidate(value: unknown): Promise<[status: number, isDescribed: boolean]> {
  const [, toApp] = hosts[1]!;
  const { status } = await post(toApp({ batch: options }), '/batch', { value });
  return [status, compile(requestSchema(describePost(options)))(value)];
}

const ok = { method: 'GET', url: '/api/json' };
const put = { id: 'a', method: 'put', url: '/api/json' };

describe('the described request is', () => {
  test.each<[what: string, value: unknown]>([
    ['one operation', { requests: [ok] }],
    ['as many as may be', { requests: [ok, ok] }],
    ['with every member', { requests: [{ ...put, headers: { a: 'b' }, body: 'x', bodyEncoding: 'text' }] }],
    ['a body that is null', { requests: [{ ...put, body: null }] }],
    ['with a dependency', { requests: [put, { ...ok, dependsOn: ['a'] }] }],
    ['with the URL of another', { requests: [put, { method: 'GET', url: '$a?x=1' }] }],
    [
      'with a reference',
      {
        requests: [
          put,
          { ...ok, url: '/api/{x}', references: [{ at: '/url/x', from: 'a', value: '/status' }] },
        ],
      },
    ],
    ['with its settings', { requests: [ok], execution: 'sequential', onError: 'stop' }],
    ['the prefix alone', { requests: [{ method: 'GET', url: '/api?q=1' }] }],
    ['the longest URL', { requests: [{ method: 'GET', url: `/api/${'x'.repeat(39)}` }] }],
  ])('what the server takes: %s', async (_what, value) => {
    expect(await sendAndValidate(value)).toEqual([207, true]);
  });

  test.each<[status: number, value: unknown]>([
    [400, []],
    [400, {}],
    [400, { requests: [] }],
    [400, { requests: ok }],
    [400, { requests: [ok], more: 1 }],
    [400, { requests: [ok], execution: 'random' }],
    [400, { requests: [ok], onError: null }],
    [400, { requests: [null] }],
    [400, { requests: [{ url: '/api' }] }],
    [400, { requests: [{ method: 'GET' }] }],
    [400, { requests: [{ ...ok, verb: 'GET' }] }],
    [400, { requests: [{ ...ok, method: 1 }] }],
    [400, { requests: [{ ...ok, id: 'a\tb' }] }],
    [400, { requests: [{ ...ok, id: 'x'.repeat(257) }] }],
    [400, { requests: [{ ...ok, headers: { a: 1 } }] }],
    [400, { requests: [{ ...put, body: '', bodyEncoding: 'gzip' }] }],
    [400, { requests: [{ ...ok, dependsOn: 'a' }] }],
    [400, { requests: [{ ...ok, references: [{ at: '/url/x', from: 'a' }] }] }],
    [400, { requests: [{ ...ok, url: '/other' }] }],
    [400, { requests: [{ ...ok, url: '/apiary' }] }],
    [400, { requests: [{ ...ok, url: 'http://example.com/api' }] }],
    [413, { requests: [ok, ok, ok] }],
    [413, { requests: [{ ...ok, url: `/api/${'x'.repeat(40)}` }] }],
    [501, { requests: [{ ...ok, atomicityGroup: 'g' }] }],
  ])('not what the server answers %i: %j', async (status, value) => {
    expect(await sendAndValidate(value)).toEqual([status, false]);
  });
});
