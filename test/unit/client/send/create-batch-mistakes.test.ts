// Arguments that TypeScript refuses, or accepts although they have no JSON form: each is refused where it is written.
import { describe, expect, test } from '@jest/globals';
import { type Batch, createBatch, type OperationHandle, path, send } from '@multistatus/client';

type Write = (batch: Batch, photo: OperationHandle) => unknown;

/** Returns the message of the error that `write` throws, on a batch that has the operation "photo". */
function messageOf(write: Write): unknown {
  const batch = createBatch();
  const photo = batch.request('photo').post('/photos', {});
  try {
    write(batch, photo);
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    // What was refused is not in the batch.
    expect(batch.toJSON().requests).toHaveLength(1);
    return (error as TypeError).message;
  }
  return undefined;
}

describe('a mistake is named', () => {
  const url = 'The URL must be a string or made with path`...`, got';
  const value = 'A value in path`...` must be a string, a number or a reference, got';
  const headers = `operation.headers must be an object such as { 'if-match': '"a"' }, got`;
  const dependsOn = 'operation.dependsOn must be an array of operations and names of groups, got';
  const pointer = 'A reference must be to /status, /headers/<name>, /body or /body/..., got';
  test.each<[string, Write, string]>([
    ['no URL', (batch) => batch.request().get(undefined as never), `${url} undefined`],
    ['a URL', (batch) => batch.request().get(new URL('http://a/') as never), `${url} an object of type URL`],
    [
      'a reference as URL',
      (batch, photo) => batch.request().get(photo.ref('/body/id') as never),
      `${url} a reference`,
    ],
    [
      'an operation as URL',
      (batch, photo) => batch.request().get(photo as never),
      `${url} the operation "photo"`,
    ],
    ['nothing in a path', () => path`/a/${undefined as never}`, `${value} undefined`],
    ['null in a path', () => path`/a/${null as never}`, `${value} null`],
    [
      'an empty text in a path',
      () => path`/a/${''}`,
      'A value in the path of path`...` is empty, so the URL would be that of another resource',
    ],
    ['an operation in a path', (_, photo) => path`/a/${photo as never}`, `${value} the operation "photo"`],
    [
      'Headers',
      (batch) => batch.request().get('/', { headers: new Headers({ a: 'b' }) as never }),
      `${headers} an object of type Headers`,
    ],
    [
      'a list of headers',
      (batch) => batch.request().get('/', { headers: [['a', 'b']] as never }),
      `${headers} an array`,
    ],
    [
      'a header that is a number',
      (batch) => batch.request().get('/', { headers: { a: 5 as never } }),
      'operation.headers.a must be a string or a reference, got 5',
    ],
    [
      'a header without a value',
      (batch) => batch.request().get('/', { headers: { a: undefined as never } }),
      'operation.headers.a must be a string or a reference, got undefined',
    ],
    [
      'one dependency',
      (batch, photo) => batch.request().get('/', { dependsOn: photo as never }),
      `${dependsOn} the operation "photo"`,
    ],
    ['one group', (batch) => batch.request().get('/', { dependsOn: 'g' as never }), `${dependsOn} "g"`],
    [
      'a dependency that is undefined',
      (batch) => batch.request('a').get('/', { dependsOn: [undefined as never] }),
      'A dependency of "a" must be an operation or the name of a group, got undefined',
    ],
    ['a pointer without a slash', (_, photo) => photo.ref('body/id' as never), `${pointer} "body/id"`],
    ['a pointer to a member', (_, photo) => photo.ref('/id' as never), `${pointer} "/id"`],
    ['no pointer', (_, photo) => photo.ref(undefined as never), `${pointer} undefined`],
    ['a number as id', (batch) => batch.request(5 as never), 'An id must be a string, got 5'],
  ])('%s', (_title, write, message) => {
    expect(messageOf(write)).toBe(message);
  });
});

describe('a body that would lose its content is refused', () => {
  test.each<[string, unknown]>([
    ['FormData', new FormData()],
    ['URLSearchParams', new URLSearchParams('a=b')],
    ['Blob', new Blob(['a'])],
    ['Map', new Map([[1, 2]])],
    ['Promise', Promise.resolve({ a: 1 })],
    ['ArrayBuffer', new ArrayBuffer(1)],
  ])('%s', (type, body) => {
    const message = 'must be a JSON value, or the body a Uint8Array; got an object of type';
    expect(messageOf((batch) => batch.request().post('/', body))).toBe(
      `The value at /body ${message} ${type}`,
    );
    expect(messageOf((batch) => batch.request().post('/', { list: [body] }))).toBe(
      `The value at /body/list/0 ${message} ${type}`,
    );
  });

  test('a function', () => {
    expect(messageOf((batch) => batch.request().post('/', () => 1))).toBe(
      'The value at /body must be a JSON value, or the body a Uint8Array; got a function',
    );
  });

  test('an operation in place of a value of its response', () => {
    expect(messageOf((batch, photo) => batch.request().post('/', { photoId: photo }))).toBe(
      `The value at /body/photoId is the operation "photo"; use a reference to a value of its response, such as ref('/body/id')`,
    );
  });

  test('an object without members is none of these', () => {
    class Filter {}
    const batch = createBatch();
    batch.request().post('/', { plain: {}, own: new Filter(), none: Object.create(null), list: [] });
    expect(batch.toJSON().requests[0]?.body).toEqual({ plain: {}, own: {}, none: {}, list: [] });
  });
});

describe('what is not a batch is not sent', () => {
  const needed = 'send needs a batch made with createBatch(), or the result of its toJSON(), got';
  test.each<[unknown, string]>([
    [undefined, `${needed} undefined`],
    [{}, `${needed} an object of type Object`],
    [[{ id: 'a', method: 'GET', url: '/' }], `${needed} an array`],
    ['{"requests":[]}', `${needed} "{\\"requests\\":[]}"`],
    ['x'.repeat(100), `${needed} a string`],
    [{ requests: [{ method: 'GET', url: '/' }] }, 'send: requests[0].id must be a string, got undefined'],
  ])('%j', async (batch, message) => {
    const fetch = (): never => {
      throw new Error('sent');
    };
    const sent = send(batch as never, { url: 'http://localhost/batch', fetch });
    await expect(sent).rejects.toThrow(new TypeError(message));
  });
});
