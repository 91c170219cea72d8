import { describe, expect, test } from '@jest/globals';
import { createBatch, path } from '@multistatus/client';

test('the batch as it goes over the wire', () => {
  const batch = createBatch({ execution: 'sequential', onError: 'stop' });
  const album = batch
    .request('album')
    .post('/albums', { title: 'Lisbon', made: new Date(0), none: undefined });
  batch
    .request()
    .patch(
      path`/albums/${album.ref('/body/id')}/cover?a={}&b=${'x/y&é'}&c=${1}`,
      { photo: 7 },
      { headers: { 'If-Match': album.ref('/headers/etag'), 'X-A': 'b' } },
    );
  batch.request().delete('/photos/{9}', { dependsOn: [album, 'g'], atomicityGroup: 'h' });
  batch.request().put('/text', 'a', { headers: { 'Content-Type': 'text/csv' } });
  batch.request().put('/bytes', new Uint8Array([0, 255]), { headers: { 'content-type': 'image/png' } });
  batch.request().put('/json', 'a');
  batch.request().custom('propfind', '$album/x', { body: null });
  batch.request().head('/head');
  expect(JSON.parse(JSON.stringify(batch))).toEqual({
    requests: [
      {
        id: 'album',
        method: 'POST',
        url: '/albums',
        body: { title: 'Lisbon', made: '1970-01-01T00:00:00.000Z' },
      },
      {
        id: '~1',
        method: 'PATCH',
        url: '/albums/{v0}/cover?a=%7B%7D&b=x%2Fy%26%C3%A9&c=1',
        headers: { 'x-a': 'b' },
        body: { photo: 7 },
        references: [
          { at: '/url/v0', from: 'album', value: '/body/id' },
          { at: '/headers/if-match', from: 'album', value: '/headers/etag' },
        ],
      },
      { id: '~2', method: 'DELETE', url: '/photos/%7B9%7D', dependsOn: ['album', 'g'], atomicityGroup: 'h' },
      {
        id: '~3',
        method: 'PUT',
        url: '/text',
        headers: { 'content-type': 'text/csv' },
        body: 'a',
        bodyEncoding: 'text',
      },
      {
        id: '~4',
        method: 'PUT',
        url: '/bytes',
        headers: { 'content-type': 'image/png' },
        body: 'AP8=',
        bodyEncoding: 'base64',
      },
      { id: '~5', method: 'PUT', url: '/json', body: 'a' },
      {
        id: '~6',
        method: 'PROPFIND',
        url: '$album/x',
        headers: { 'content-type': 'application/json' },
        body: 'null',
        bodyEncoding: 'text',
      },
      { id: '~7', method: 'HEAD', url: '/head' },
    ],
    execution: 'sequential',
    onError: 'stop',
  });
});

test('a body is as it was when the operation was added', () => {
  const batch = createBatch();
  const body = { title: 'a' };
  batch.request().post('/albums', body);
  body.title = 'b';
  expect(batch.toJSON().requests[0]?.body).toEqual({ title: 'a' });
});

test('a reference can be the body', () => {
  const batch = createBatch();
  const first = batch.request('a').get('/a');
  batch.request('b').post('/b', first.ref('/body/id'));
  expect(batch.toJSON().requests[1]).toEqual({
    id: 'b',
    method: 'POST',
    url: '/b',
    references: [{ at: '/body', from: 'a', value: '/body/id' }],
  });
});

test('references in an object that stands in two places', () => {
  const batch = createBatch();
  const first = batch.request('a').get('/a');
  const shared = { id: first.ref('/body/id') };
  batch.request().post('/b', { one: shared, two: [shared] });
  expect(batch.toJSON().requests[1]).toMatchObject({
    body: { one: { id: null }, two: [{ id: null }] },
    references: [
      { at: '/body/one/id', from: 'a', value: '/body/id' },
      { at: '/body/two/0/id', from: 'a', value: '/body/id' },
    ],
  });
});

test('generated ids avoid those that are taken', () => {
  const batch = createBatch();
  batch.request('~1').get('/a');
  expect([batch.request().get('/b').id, batch.request().get('/c').id]).toEqual(['~2', '~3']);
});

test.each<[string, (batch: ReturnType<typeof createBatch>) => unknown, string]>([
  [
    'an id that is none',
    (batch) => batch.request('a\tb'),
    'An id must have 1 to 256 characters, without control characters, got "a\\tb"',
  ],
  [
    'an id that is taken',
    (batch) => [batch.request('a').get('/'), batch.request('a').get('/')],
    'The id "a" is already used; ids must be unique in a batch',
  ],
  [
    'an unknown option',
    (batch) => batch.request().get('/', { header: {} } as object),
    'operation.header is not an option; did you mean headers? The options are headers, dependsOn, atomicityGroup, idempotent',
  ],
  [
    'a reference to another batch',
    (batch) => batch.request('b').post('/', { a: createBatch().request('a').get('/').ref('/status') }),
    'The reference at /body/a of "b" belongs to another batch',
  ],
  [
    'a dependency of another batch',
    (batch) => batch.request('b').get('/', { dependsOn: [createBatch().request('a').get('/')] }),
    'The dependency "a" of "b" belongs to another batch',
  ],
])('%s is refused where it is written', (_title, write, message) => {
  expect(() => write(createBatch())).toThrow(message);
});

describe('a reference cannot be used as text', () => {
  const batch = createBatch();
  const album = batch.request('album').post('/albums', {});
  const id = album.ref('/body/id');
  test.each<[string, () => unknown]>([
    ['in a template', () => `/albums/${id as unknown as string}`],
    ['joined', () => ['/albums', id].join('/')],
    ['by String', () => String(id)],
    ['as a number', () => Number(id)],
    ['as a part of a path', () => encodeURIComponent(id as never)],
    ['in a body that is serialized by hand', () => JSON.stringify({ albumId: id })],
  ])('%s', (_title, write) => {
    expect(write).toThrow(
      new TypeError(
        'The reference to /body/id of "album" cannot be used as text, because only the server knows its value; use it in a URL ' +
          'made with path`...`, as a whole header, or as a value in a body that is not serialized yet',
      ),
    );
  });

  test.each<[string, unknown]>([
    ['an operation', album],
    ['a path', path`/albums/${id}`],
  ])('a URL that contains %s is refused', (_title, value) => {
    expect(() => batch.request().get(`/albums/${value as string}`)).toThrow(
      'The URL "/albums/[object Object]" contains an object; use path`...` with references to values of it',
    );
  });
});

test('references may be anywhere in a body, also twice, and in what toJSON returns', () => {
  const batch = createBatch();
  const id = batch.request('a').get('/a').ref('/body/id');
  const shared = { id };
  const body = { one: shared, two: shared, list: [id, [id]], made: { toJSON: () => ({ id }) } };
  batch.request('b').post('/b', body);
  const [, operation] = batch.toJSON().requests;
  expect(operation?.body).toEqual({
    one: { id: null },
    two: { id: null },
    list: [null, [null]],
    made: { id: null },
  });
  expect(operation?.references?.map(({ at }) => at).toSorted()).toEqual([
    '/body/list/0',
    '/body/list/1/0',
    '/body/made/id',
    '/body/one/id',
    '/body/two/id',
  ]);
});

describe('an operation without a method', () => {
  test('is named in an error when the batch is sent or stored', () => {
    const batch = createBatch();
    batch.request('a').get('/a');
    batch.request('b');
    expect(() => batch.toJSON()).toThrow(
      new TypeError(
        'The operation "b" is not complete: call get, post or another method on what request() has returned',
      ),
    );
    batch.request('b').get('/b');
    expect(batch.toJSON().requests).toHaveLength(2);
  });

  test('keeps its id', () => {
    const batch = createBatch();
    const [first, second] = [batch.request(), batch.request()];
    expect([second.get('/b').id, first.get('/a').id]).toEqual(['~1', '~0']);
  });

  test('causes no second error if the method has thrown', () => {
    const batch = createBatch();
    expect(() => batch.request('a').post('/', 1n)).toThrow(/BigInt/);
    expect(batch.toJSON().requests).toEqual([]);
  });
});

test('a body that is no JSON is refused', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  expect(() => createBatch().request().post('/', circle)).toThrow(/circular/);
  expect(() => createBatch().request().post('/', { big: 1n })).toThrow(/BigInt/);
});

test('options are checked', () => {
  expect(() => createBatch({ mode: 'x' } as object)).toThrow(
    'batch.mode is not an option; the options are execution, onError',
  );
});

describe('what may run twice', () => {
  test.each<[string, boolean]>([
    ['GET', true],
    ['PUT', true],
    ['POST', false],
    ['PATCH', false],
    ['PROPFIND', true],
    ['QUERY', true],
    ['LOCK', false],
  ])('%s: %s', (method, expected) => {
    const batch = createBatch();
    const { id } = batch.request().custom(method, '/');
    const marked = batch.request().custom(method, '/', { idempotent: true });
    const keyed = batch.request().custom(method, '/', { headers: { 'Idempotency-Key': '"k"' } });
    expect([id, marked.id, keyed.id].map(batch.mayRepeat)).toEqual([expected, true, true]);
  });
});
