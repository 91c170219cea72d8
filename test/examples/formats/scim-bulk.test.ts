import { describe, expect, test } from '@jest/globals';
import type { BatchOptions } from '@multistatus/express';
import { scimBulk } from 'formats/scim-bulk';
import { type App, hosts, type Seen } from './hosts.js';

const REQUEST = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const RESPONSE = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const SCIM = { 'content-type': 'application/scim+json' };

/** An operation of the answer. */
interface Answered {
  readonly method: string;
  readonly bulkId?: string;
  readonly location?: string;
  readonly version?: string;
  readonly status: string;
  readonly response?: {
    readonly schemas: readonly string[];
    readonly scimType?: string;
    readonly detail: string;
  };
}

/** A directory that answers as SCIM does: what is named `bad` cannot be created, nothing named 9 exists. */
function createDirectory(): App {
  let lastId = 0;
  const fail = (status: number, detail: string) => ({
    status,
    headers: SCIM,
    body: JSON.stringify({ schemas: [ERROR], status: String(status), detail }),
  });
  return ({ method, url, headers: { 'if-match': version }, body }) => {
    if (method === 'POST' && body.includes('"bad"')) return fail(400, 'It is bad.');
    if (url.endsWith('/9')) return fail(404, 'There is no 9.');
    if (version === 'W/"old"') return fail(412, 'It is newer.');
    if (method === 'DELETE') return { status: 204 };
    const inHeaders = url.endsWith('/headers')
      ? { location: 'https://scim.example/here', etag: 'W/"7"' }
      : {};
    if (method === 'POST') lastId += 1;
    const location =
      method === 'POST' ? `https://scim.example${url}/id${lastId}` : `https://scim.example${url}`;
    const resource = { id: `id${lastId}`, meta: { location, version: 'W/"1"' } };
    const headers = { ...SCIM, ...inHeaders };
    return { status: method === 'POST' ? 201 : 200, headers, body: JSON.stringify(resource) };
  };
}

const user = (bulkId: string, data: object = {}) => ({ method: 'POST', path: '/Users', bulkId, data });

describe.each(hosts)('on %s', (_name, serveApp) => {
  async function send(
    body: object | string,
    {
      options = {},
      type = 'application/scim+json',
      path = '/scim/v2/Bulk',
    }: { options?: BatchOptions; type?: string; path?: string } = {},
  ) {
    const seen: Seen[] = [];
    const app = createDirectory();
    const { port, close } = await serveApp(path, { formats: [scimBulk()], ...options }, (each) => {
      seen.push(each);
      return app(each);
    });
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const answer = (await response.json()) as { schemas: string[]; Operations: Answered[]; detail?: string };
    await close();
    return {
      seen: seen.map(({ method, url }) => `${method} ${url}`),
      requests: seen,
      status: response.status,
      type: response.headers.get('content-type'),
      answer,
      operations: answer.Operations,
    };
  }

  const bulk = (Operations: readonly object[], failOnErrors?: number) => ({
    schemas: [REQUEST],
    failOnErrors,
    Operations,
  });

  test('runs the operations below the path of the endpoint, and answers each', async () => {
    const { status, type, answer, requests, seen } = await send(
      bulk([
        user('a', { userName: 'ada' }),
        { method: 'put', path: '/Users/1', version: 'W/"1"', data: {} },
        { method: 'PATCH', path: '/Users/9', data: {} },
        { method: 'DELETE', path: '/Users/2', data: {} },
        user('b', { userName: 'bad' }),
      ]),
    );
    expect([status, type]).toEqual([200, 'application/scim+json']);
    expect(answer).toEqual({
      schemas: [RESPONSE],
      Operations: [
        {
          method: 'POST',
          bulkId: 'a',
          location: 'https://scim.example/scim/v2/Users/id1',
          version: 'W/"1"',
          status: '201',
        },
        { method: 'PUT', location: 'https://scim.example/scim/v2/Users/1', version: 'W/"1"', status: '200' },
        {
          method: 'PATCH',
          location: '/scim/v2/Users/9',
          status: '404',
          response: expect.objectContaining({ detail: 'There is no 9.' }),
        },
        { method: 'DELETE', location: '/scim/v2/Users/2', status: '204' },
        {
          method: 'POST',
          bulkId: 'b',
          status: '400',
          response: { schemas: [ERROR], status: '400', detail: 'It is bad.' },
        },
      ],
    });
    expect(seen).toEqual([
      'POST /scim/v2/Users',
      'PUT /scim/v2/Users/1',
      'PATCH /scim/v2/Users/9',
      'DELETE /scim/v2/Users/2',
      'POST /scim/v2/Users',
    ]);
    expect(requests[0]).toMatchObject({ headers: SCIM, body: '{"userName":"ada"}' });
    expect(requests[1]?.headers['if-match']).toBe('W/"1"');
    expect(requests[3]?.body).toBe('');
  });

  test('tells the location and version of the headers, before those of the resource; 412 for an old version', async () => {
    const { operations } = await send(
      bulk([
        { method: 'PUT', path: '/Users/headers', data: {} },
        { method: 'DELETE', path: '/Users/1', version: 'W/"old"' },
      ]),
    );
    expect(operations).toEqual([
      { method: 'PUT', location: 'https://scim.example/here', version: 'W/"7"', status: '200' },
      expect.objectContaining({ method: 'DELETE', location: '/scim/v2/Users/1', status: '412' }),
    ]);
  });

  test('takes paths as relative to the option root', async () => {
    const { seen } = await send(bulk([user('a')]), { path: '/batches', options: { root: '/scim' } });
    expect(seen).toEqual(['POST /scim/Users']);
  });

  test('inserts the id for each bulkId, also one that comes later, in data and in the path', async () => {
    const { seen, requests, operations } = await send(
      bulk([
        {
          method: 'POST',
          path: '/Groups',
          bulkId: 'g',
          data: { members: [{ value: 'bulkId:u/~' }, { value: 'x bulkId:u/~' }] },
        },
        user('u/~', { 'a/~b': { n: 1.0 } }),
        user('u', { manager: { value: 'bulkId:u/~' }, 'a/~b': 'bulkId:u/~' }),
        {
          method: 'PATCH',
          path: '/Groups/bulkId:u/members?a=b c',
          data: { Operations: [{ op: 'add', value: 'bulkId:g' }] },
        },
        { method: 'DELETE', path: '/Users/bulkId:u' },
      ]),
    );
    expect(operations.map(({ status }) => status)).toEqual(['201', '201', '201', '200', '204']);
    expect(seen).toEqual([
      'POST /scim/v2/Users',
      'POST /scim/v2/Groups',
      'POST /scim/v2/Users',
      'PATCH /scim/v2/Groups/id3/members?a=b%20c',
      'DELETE /scim/v2/Users/id3',
    ]);
    expect(requests[1]?.body).toBe('{"members":[{"value":"id1"},{"value":"x bulkId:u/~"}]}');
    expect(requests[2]?.body).toBe('{"manager":{"value":"id1"},"a/~b":"id1"}');
    expect(requests[3]?.body).toBe('{"Operations":[{"op":"add","value":"id2"}]}');
  });

  test('passes on the text of the data, with all digits of its numbers', async () => {
    const data = '{ "n": 12345678901234567890, "m": 1.0 }';
    const { requests } = await send(
      `{"schemas":["${REQUEST}"],"Operations":[{"method":"POST","path":"/Users","bulkId":"a","data":${data}}]}`,
    );
    expect(requests[0]?.body).toBe(data);
  });

  test('refuses the operations of a circle and what leads into it with 409; the others run', async () => {
    const { seen, operations } = await send(
      bulk([
        user('a', { x: 'bulkId:b' }),
        user('b', { x: 'bulkId:a' }),
        user('self', { x: 'bulkId:self' }),
        user('after', { x: 'bulkId:b' }),
        user('free'),
      ]),
    );
    expect(operations.map(({ bulkId, status }) => `${bulkId} ${status}`)).toEqual([
      'a 409',
      'b 409',
      'self 409',
      'after 409',
      'free 201',
    ]);
    expect(operations[0]?.response?.detail).toMatch(/circle/);
    expect(seen).toHaveLength(1);
  });

  test.each<[what: string, operation: object, detail: RegExp]>([
    ['a GET', { method: 'GET', path: '/Users/1' }, /^The method must be POST, PUT, PATCH or DELETE$/],
    ['a POST without bulkId', { method: 'POST', path: '/Users', data: {} }, /^A POST needs a bulkId$/],
    ['a bulkId that repeats', user('ok'), /^Another POST has the bulkId ok$/],
    ['no path', { method: 'DELETE' }, /^The path must begin with a slash/],
    ['a path without a slash', { method: 'DELETE', path: 'Users/1' }, /^The path must begin with a slash/],
    ['no data', { method: 'PUT', path: '/Users/1' }, /^A PUT needs data, an object$/],
    [
      'data that is a list',
      { method: 'PATCH', path: '/Users/1', data: [] },
      /^A PATCH needs data, an object$/,
    ],
    [
      'a version that is no entity tag',
      { method: 'DELETE', path: '/Users/1', version: '$x' },
      /^The version must be an entity tag$/,
    ],
    [
      'an unknown bulkId in data',
      user('x', { x: 'bulkId:none' }),
      /^No POST that can run has the bulkId none$/,
    ],
    [
      'an unknown bulkId in the path',
      { method: 'DELETE', path: '/Users/bulkId:none' },
      /^No POST that can run has the bulkId none$/,
    ],
  ])('refuses %s by itself, in the form of SCIM; the others run', async (_what, operation, detail) => {
    const { status, seen, operations } = await send(bulk([user('ok'), operation, user('too')]));
    expect(status).toBe(200);
    expect(seen).toEqual(['POST /scim/v2/Users', 'POST /scim/v2/Users']);
    expect(operations.map((each) => each.status)).toEqual(['201', '400', '201']);
    const { method, location, response } = operations[1] as Answered;
    expect(response).toEqual({
      schemas: [ERROR],
      status: '400',
      scimType: 'invalidValue',
      detail: expect.stringMatching(detail),
    });
    expect(location === undefined).toBe(method === 'POST');
  });

  test('what refers to a failed operation does not run', async () => {
    const { seen, operations } = await send(
      bulk([user('a', { userName: 'bad' }), user('b', { x: 'bulkId:a' }), user('c')]),
    );
    expect(operations.map(({ bulkId, status }) => `${bulkId} ${status}`)).toEqual([
      'a 400',
      'b 424',
      'c 201',
    ]);
    expect(operations[1]?.response).toMatchObject({ schemas: [ERROR], status: '424' });
    expect(seen).toHaveLength(2);
  });

  test.each<[failOnErrors: number | undefined, answered: string[], runs: number]>([
    [undefined, ['a 400', 'b 424', 'c 201', 'd 400', 'e 400', 'f 424'], 3],
    [0, ['a 400', 'b 424', 'c 201', 'd 400', 'e 400', 'f 424'], 3],
    [1, ['a 400'], 1],
    [2, ['a 400', 'b 424'], 1],
    [3, ['a 400', 'b 424', 'c 201', 'd 400'], 3],
    [4, ['a 400', 'b 424', 'c 201', 'd 400', 'e 400'], 3],
    [5, ['a 400', 'b 424', 'c 201', 'd 400', 'e 400', 'f 424'], 3],
  ])('with failOnErrors %s, the answer is %j', async (failOnErrors, answered, runs) => {
    const operations = [
      user('a', { userName: 'bad' }),
      user('b', { x: 'bulkId:a' }),
      user('c'),
      user('d', { userName: 'bad' }),
      user('e', { x: 'bulkId:none' }),
      user('f', { x: 'bulkId:d' }),
    ];
    const { operations: got, seen } = await send(bulk(operations, failOnErrors));
    expect(got.map(({ bulkId, status }) => `${bulkId} ${status}`)).toEqual(answered);
    expect(seen).toHaveLength(runs);
  });

  test.each<[what: string, body: object | string, status: number, detail: RegExp]>([
    ['malformed JSON', '{"schemas":', 400, /^The body is not well-formed JSON: .*line 1/],
    ['null', 'null', 400, /^schemas must have urn:/],
    ['another schema', { schemas: ['x'], Operations: [] }, 400, /^schemas must have urn:/],
    [
      'Operations that are no list',
      { schemas: [REQUEST], Operations: {} },
      400,
      /^Operations must be an array$/,
    ],
    ['no operations', bulk([]), 400, /at least one/],
    [
      'an operation that is no object',
      bulk([user('a'), null as unknown as object]),
      400,
      /^Operation 2: the method must be a string$/,
    ],
    ['a negative failOnErrors', bulk([user('a')], -1), 400, /^failOnErrors must be/],
    [
      'a dot segment',
      bulk([user('a'), { method: 'DELETE', path: '/../admin' }]),
      400,
      /^Operation 2, url: A path must not have/,
    ],
    [
      'too many operations',
      bulk([user('a'), user('b'), user('c'), user('d')]),
      413,
      /^The request has 4 operations, the limit maxOperations is 3$/,
    ],
    ['too long a body', bulk([user('a', { x: 'x'.repeat(1_001) })]), 413, /1000/],
  ])('refuses %s in the form of SCIM, and runs nothing', async (_what, body, status, detail) => {
    const limits = { maxOperations: 3, maxBodyBytes: 1_000 };
    const got = await send(body, { options: { limits } });
    expect([got.status, got.type, got.seen]).toEqual([status, 'application/scim+json', []]);
    expect(got.answer).toMatchObject({
      schemas: [ERROR],
      status: String(status),
      detail: expect.stringMatching(detail),
    });
  });

  test('refuses another media type in the form of SCIM, and takes plain JSON', async () => {
    expect((await send(bulk([user('a')]), { type: 'text/plain' })).answer).toMatchObject({
      schemas: [ERROR],
      status: '415',
    });
    expect((await send(bulk([user('a')]), { type: 'application/json' })).status).toBe(200);
  });
});
