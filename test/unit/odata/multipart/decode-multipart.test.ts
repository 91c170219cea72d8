import { describe, expect, test } from '@jest/globals';
import { changeset, multipart, part } from '../../../conformance/odata-batch.js';
import { decode, refusalOf, requestsOf } from './sent-batch.js';

describe('decodeMultipart', () => {
  test('returns the requests in order, with ids that name their places and URLs under the service root', () => {
    const body = multipart([
      part('GET People'),
      changeset([
        part('POST /odata/People', { id: 'x 1' }),
        part('DELETE http://api.example/odata/People(1)'),
      ]),
      part("GET People?$filter=Name eq '\xc3\xa9'", { fields: ['Content-ID: 7'] }),
    ]);
    const { value, clientIdOf } = decode(body);
    const { requests } = value as { requests: readonly Record<string, unknown>[] };
    expect(value).toMatchObject({ execution: 'sequential' });
    expect(requests.map(({ id, method, url, atomicityGroup }) => [id, method, url, atomicityGroup])).toEqual([
      ['~1', 'GET', '/odata/People', undefined],
      ['~2.1', 'POST', '/odata/People', '~2'],
      ['~2.2', 'DELETE', '/odata/People(1)', '~2'],
      ['~3i', 'GET', "/odata/People?$filter=Name%20eq%20'%C3%A9'", undefined],
    ]);
    expect(requests.map((_, index) => clientIdOf?.(index))).toEqual([undefined, 'x 1', undefined, '7']);
  });

  test.each([
    [undefined, 1, undefined],
    ['return=representation', 1, undefined],
    ['continue-on-error=false', 1, undefined],
    ['odata.continue-on-error', undefined, ['odata.continue-on-error']],
    ['Continue-On-Error=TRUE', undefined, ['continue-on-error']],
    ['return=minimal, OData.continue-on-error="true"', undefined, ['odata.continue-on-error']],
    ['x-continue-on-error', 1, undefined],
  ])('Prefer: %s', (prefer, stopAfter, applied) => {
    const decoded = decode(multipart([part('GET People')]), { headers: { prefer } });
    expect({ stopAfter: decoded.stopAfter, applied: decoded.applied }).toEqual({ stopAfter, applied });
  });

  test('without transactions, each request of a changeset depends on the one before it', () => {
    const body = multipart([part('GET A'), changeset([part('POST B'), part('POST C'), part('POST D')])]);
    const requests = requestsOf(body, { changesets: 'sequential' });
    expect(requests.map(({ id, atomicityGroup, dependsOn }) => [id, atomicityGroup, dependsOn])).toEqual([
      ['~1', undefined, []],
      ['~2.1', undefined, []],
      ['~2.2', undefined, ['~2.1']],
      ['~2.3', undefined, ['~2.2']],
    ]);
  });

  test('takes a batch and a changeset without requests', () => {
    expect(decode(multipart([])).mayBeEmpty).toBe(true);
    expect(requestsOf(multipart([]))).toEqual([]);
    expect(requestsOf(multipart([changeset([])]))).toEqual([]);
  });

  test('refuses a changeset without requests beside other parts', () => {
    const get = part('GET People');
    // The parts of the answer would not be at the positions of those of the batch.
    expect(refusalOf(multipart([changeset([]), get]))).toBe('400 Part 1: The changeset has no requests');
    expect(refusalOf(multipart([get, changeset([])]))).toBe('400 Part 2: The changeset has no requests');
  });

  test.each(['GET', 'head'])('refuses x-http-method: %s in a changeset', (meant) => {
    const post = part('POST People', { fields: [`X-HTTP-Method: ${meant}`] });
    const expected = `400 Part 1.2: A changeset must not contain the method ${meant.toUpperCase()}`;
    expect(refusalOf(multipart([changeset([part('POST People'), post])]))).toBe(expected);
    expect(requestsOf(multipart([post]))[0]?.method).toBe(meant.toUpperCase());
  });

  test('applies MERGE and x-http-method, and drops fields of the message', () => {
    const fields = ['x-http-method: MERGE', 'Transfer-Encoding: chunked', 'Content-Length: 3', 'Accept: a/b'];
    const [merge, post] = requestsOf(
      multipart([part('MERGE People(1)', { fields }), part('POST People(1)', { fields })]),
    );
    expect(merge?.method).toBe('PATCH');
    expect(post?.method).toBe('PATCH');
    expect(merge?.headers).not.toHaveProperty('x-http-method');
    expect(merge?.headers).not.toHaveProperty('content-length');
  });
});

describe('a batch is refused with the number of the part', () => {
  const get = part('GET People');
  const nested = (type: string) => `Content-Type: ${type}\r\n\r\n${multipart([get], 'd')}`;

  test.each([
    [
      'no boundary',
      multipart([get]),
      '400 The Content-Type multipart/mixed has no boundary',
      'multipart/mixed',
    ],
    ['a boundary that does not occur', multipart([get], 'x'), '400 No line is the delimiter "--b"'],
    ['no close delimiter', '--b\r\n\r\n', '400 Part 1: The close delimiter "--b--" is missing'],
    [
      'a part without type',
      multipart([get, '\r\nGET /']),
      '400 Part 2: The Content-Type is missing; it must be application/http or multipart/mixed',
    ],
    [
      'a part of another type',
      multipart([get, 'Content-Type: text/plain\r\n\r\nGET /']),
      '400 Part 2: The Content-Type is "text/plain"; it must be application/http or multipart/mixed',
    ],
    [
      'a changeset without boundary',
      multipart([get, nested('multipart/mixed')]),
      '400 Part 2: The changeset has no boundary',
    ],
    [
      'a changeset in a changeset',
      multipart([changeset([get.replace('GET', 'PUT'), nested('multipart/mixed; boundary=d')])]),
      '400 Part 1.2: The Content-Type is "multipart/mixed; boundary=d"; it must be application/http',
    ],
    [
      'a changeset with a GET',
      multipart([get, changeset([part('POST A'), get])]),
      '400 Part 2.2: A changeset must not contain the method GET',
    ],
    [
      'a changeset without close delimiter',
      multipart([get, `${changeset([])}`.replace('--c--', '--c')]),
      '400 Part 2.1: The close delimiter "--c--" is missing',
    ],
    [
      'a request line without method',
      multipart([part('')]),
      '400 Part 1: The request line " HTTP/1.1" has no method',
    ],
    [
      'a request line of HTTP/9',
      multipart([get, 'Content-Type: application/http\r\n\r\nGET / HTTP/9\r\n\r\n']),
      '400 Part 2: The request line "GET / HTTP/9" is not of HTTP/1.0 or 1.1',
    ],
    [
      'a head without end',
      multipart(['Content-Type: application/http\r\n\r\nGET / HTTP/1.1\r\nAccept: a']),
      '400 Part 1: The head does not end with an empty line',
    ],
    [
      'a head with NUL',
      multipart([part('GET /', { fields: ['a: \0'] })]),
      '400 Part 1: The head has a control character',
    ],
    [
      'a head with CR',
      multipart([part('GET /', { fields: ['a: b\rc: d'] })]),
      '400 Part 1: The head has a control character',
    ],
    [
      'a URL of another host',
      multipart([get, part('GET http://other.example/odata/People')]),
      '400 Part 2: The URL is that of another host',
    ],
    [
      'a part in base64',
      multipart([get.replace('binary', 'base64')]),
      '400 Part 1: The Content-Transfer-Encoding "base64" is not supported; send binary',
    ],
    [
      'another Authorization',
      multipart([part('GET /', { fields: ['Authorization: Basic a'] })]),
      '400 Part 1: The Authorization is not that of the batch; send it only with the batch',
    ],
  ])('%s', (_name, body, expected, type = 'multipart/mixed; boundary=b') => {
    expect(refusalOf(body, { headers: { 'content-type': type } })).toBe(expected);
  });

  test('too many parts', () => {
    const parts = Array.from({ length: 100_000 }, () => get);
    const expected = '413 There are more than 100 parts; the limit maxOperations is 100';
    expect(refusalOf(multipart(parts))).toBe(expected);
    expect(refusalOf(multipart([changeset(parts.slice(0, 101))]))).toBe(`413 Part 1: ${expected.slice(4)}`);
  });

  test('too many requests in all changesets together: those after the limit are not read', () => {
    const sixty = changeset(Array.from({ length: 60 }, () => part('POST People')));
    const broken = changeset(['no head']);
    expect(refusalOf(multipart([sixty, sixty, broken]))).toBe(
      '413 Part 2: There are more than 100 requests; the limit maxOperations is 100',
    );
    expect(refusalOf(multipart([sixty, broken]))).toMatch(/^400 Part 2\.1: /);
  });

  test('a head that is too long', () => {
    const fields = [`a: ${'x'.repeat(70_000)}`];
    expect(refusalOf(multipart([get, part('GET /', { fields })]))).toBe(
      '413 Part 2: The head is longer than 65536 bytes',
    );
  });
});
