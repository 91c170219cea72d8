import { describe, expect, test } from '@jest/globals';
import { createBatchHandler } from '@multistatus/core/adapter';
import { type BatchFault, checkBatch, type EndpointRules } from '@multistatus/core/check';
import fc from 'fast-check';
import type { BatchOptions } from '#core/options/batch-options.js';
import { toEnvelope } from '../to-envelope.js';

const OPTIONS: BatchOptions = {
  basePath: '/v1',
  limits: {
    maxOperations: 3,
    maxUnsafeOperations: 1,
    maxBodyBytes: 1_000,
    maxUrlLength: 20,
    maxHeaderBytes: 60,
    maxJsonDepth: 8,
    maxDependencyDepth: 1,
  },
  headers: { inherit: ['x-tenant'], deny: ['x-corp-*'], allow: ['authorization', 'x-corp-open'] },
};
const handle = createBatchHandler(OPTIONS);

/** Asks an endpoint for its description. */
async function describeEndpoint(endpoint = handle): Promise<EndpointRules> {
  const { body } = await endpoint(toEnvelope({ method: 'GET' }), notReached);
  return JSON.parse(body as string) as EndpointRules;
}

/** Returns what the endpoint finds in a batch, in the form of faults. */
async function refusedBy(text: string): Promise<readonly Omit<BatchFault, 'character'>[]> {
  const { status, body } = await handle(toEnvelope({ text }), async () => ({
    status: 200,
    headers: {},
    body: new Uint8Array(),
    isBodyTooLarge: false,
  }));
  if (status === 207) return [];
  const problem = JSON.parse(body as string) as {
    errors?: BatchFault[];
    type: string;
    detail: string;
    pointer?: string;
  };
  const { errors, type, detail, pointer = '#' } = problem;
  return errors ?? [{ pointer, code: type.replace('urn:multistatus:problem:', ''), detail }];
}

function notReached(): never {
  throw new Error('nothing is dispatched');
}

const get = { method: 'GET', url: '/v1/a' };
const post = { method: 'POST', url: '/v1/a', body: { n: 1 } };
const V = { at: '/url/v', from: 'a', value: '/status' };

describe('checkBatch', () => {
  test.each<[what: string, batch: unknown]>([
    ['nothing wrong', { requests: [get, post] }],
    ['no requests', {}],
    ['an empty batch', { requests: [] }],
    ['an unknown member', { requests: [{ ...get, uri: '/a' }], exec: 1 }],
    ['a wrong type', { requests: [{ method: 'GET', url: 5 }], execution: 'x' }],
    ['a batch that is encoded twice', JSON.stringify({ requests: [get] })],
    [
      'ids',
      {
        requests: [
          { ...get, id: 'a' },
          { ...get, id: 'a' },
          { ...get, id: '' },
        ],
      },
    ],
    ['a method', { requests: [{ ...get, method: 'TRACE' }] }],
    ['a URL outside', { requests: [{ method: 'GET', url: '/a' }] }],
    [
      'a URL',
      {
        requests: [
          { method: 'GET', url: '/v1/ä' },
          { method: 'GET', url: '/v1/{x}' },
        ],
      },
    ],
    ['a body of GET', { requests: [{ ...get, body: 1 }] }],
    ['base64', { requests: [{ ...post, body: '?', bodyEncoding: 'base64' }] }],
    ['denied headers', { requests: [{ ...get, headers: { host: 'x', 'x-tenant': 'a', 'x-corp-id': 'b' } }] }],
    ['allowed headers', { requests: [{ ...get, headers: { authorization: 'x', 'x-corp-open': 'b' } }] }],
    [
      'a cycle',
      {
        requests: [
          { ...get, id: 'a', dependsOn: ['b'] },
          { ...get, id: 'b', dependsOn: ['a'] },
        ],
      },
    ],
    ['an unknown name', { requests: [{ ...get, dependsOn: ['nobody'] }] }],
    [
      'references',
      {
        requests: [
          { ...get, id: 'a' },
          { ...get, references: [V, { ...V, from: 'b', at: '/body' }] },
        ],
      },
    ],
    [
      'a reference into the body',
      {
        requests: [
          { ...get, id: 'a' },
          { ...post, references: [{ ...V, at: '/body/n/m' }] },
        ],
      },
    ],
    ['too many operations', { requests: [get, get, get, get] }],
    ['too many unsafe operations', { requests: [post, post] }],
    ['a long URL', { requests: [{ method: 'GET', url: `/v1/${'a'.repeat(30)}` }] }],
    ['long headers', { requests: [{ ...get, headers: { 'x-a': 'b'.repeat(70) } }] }],
    ['a deep body', { requests: [{ ...post, body: [[[[[[[[1]]]]]]]] }] }],
    ['a long body', { requests: [{ ...post, body: 'x'.repeat(1_000) }] }],
    [
      'a long chain',
      {
        requests: [
          { ...get, id: 'a' },
          { ...get, id: 'b', dependsOn: ['a'] },
          { ...get, dependsOn: ['b'] },
        ],
      },
    ],
    ['a group', { requests: [{ ...get, atomicityGroup: 'g' }] }],
  ])('finds what the endpoint finds: %s', async (_what, batch) => {
    const text = JSON.stringify(batch);
    const faults = checkBatch(text, { transactions: false, ...(await describeEndpoint()) });
    const expected = await refusedBy(text);
    if (expected[0]?.code === 'transactions-not-supported') {
      expect(faults).toEqual([{ ...expected[0], pointer: '#/requests/0/atomicityGroup' }]);
    } else expect(faults).toEqual(expected);
  });

  test('reads relative URLs, and absolute ones of the host, if the endpoint has a root', async () => {
    const rules = await describeEndpoint(createBatchHandler({ basePath: '/v1', root: '/v1/odata' }));
    const check = (url: string): readonly string[] =>
      checkBatch(JSON.stringify({ requests: [{ method: 'GET', url, headers: { 'content-length': 0 } }] }), {
        ...rules,
        envelopeHeaders: { host: 'photos.example' },
      }).map(({ code }) => code);
    expect(['People', '$metadata', 'https://photos.example/v1/People'].map(check)).toEqual([[], [], []]);
    expect(['../x', 'https://evil.example/v1/x', '/v2/x'].map(check)).toEqual([
      ['dot-segment'],
      ['not-a-path'],
      ['outside-base-path'],
    ]);
    const atHost = await describeEndpoint(createBatchHandler({ root: '/' }));
    expect(checkBatch('{"requests":[{"method":"GET","url":"People"}]}', atHost)).toEqual([]);
    expect(checkBatch('{"requests":[{"method":"GET","url":"People"}]}')).toHaveLength(1);
  });

  test('finds the place in malformed JSON, also after characters of several bytes', async () => {
    for (const [text, character] of [
      ['{ "a": "ä😀",, }', 13],
      ['{ "requests": [', 15],
      ['\ufeff{x', 2],
      ['', 0],
    ] as const) {
      const faults = checkBatch(text);
      expect(faults).toEqual([{ ...(await refusedBy(text))[0], character }]);
      expect(faults[0]?.code).toBe('malformed-json');
    }
  });

  test('without a description checks no limit, no prefix and no group', () => {
    const text = JSON.stringify({
      requests: Array.from({ length: 2_000 }, () => ({ method: 'GET', url: '/a', atomicityGroup: 'g' })),
    });
    expect(checkBatch(text)).toEqual([]);
    expect(checkBatch(text, { limits: { maxOperations: 1_999 } })).toMatchObject([
      { code: 'limit-exceeded' },
    ]);
    expect(checkBatch(text, { transactions: false })).toHaveLength(1);
  });

  test('an operation may repeat the header of the batch request that it inherits', () => {
    const text = JSON.stringify({ requests: [{ ...get, headers: { 'X-Tenant': 'a' } }] });
    const headers = { inherited: ['x-tenant'] };
    expect(checkBatch(text, { headers })).toMatchObject([{ code: 'denied-header' }]);
    expect(checkBatch(text, { headers, envelopeHeaders: { 'x-tenant': 'a' } })).toEqual([]);
  });

  test('the description says that groups can run', async () => {
    const rules = await describeEndpoint(createBatchHandler({ transaction: async () => undefined }));
    const text = JSON.stringify({ requests: [{ ...get, atomicityGroup: 'g' }] });
    expect(checkBatch(text, { transactions: false, ...rules })).toEqual([]);
  });

  test('says when the rules name a header that they cannot', () => {
    expect(() => checkBatch('{}', { headers: { allowed: ['content-length'] } })).toThrow(TypeError);
  });

  test('finds what the endpoint finds in any text', async () => {
    const rules = { transactions: false, ...(await describeEndpoint()) };
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.json().map((item) => `{"requests":[${item}]}`),
        ),
        async (text) => {
          const found = checkBatch(text, rules).map(({ pointer, code, detail }) => ({
            pointer,
            code,
            detail,
          }));
          expect(found).toEqual(await refusedBy(text));
        },
      ),
    );
  });
});
