import assert from 'node:assert/strict';
import { madeUrl } from '../batch-requests.js';
import type { ConformanceCase } from '../case.js';
import { graphCase } from '../odata-case.js';
import {
  assertProtocolError,
  errorOf,
  lastEchoOf,
  outlineOf,
  postRequests,
  runRequests,
} from '../odata-json-batch.js';

/** Cases that hold behind a JSON parser too: it changes numbers, and answers some faults itself. */
const EVERY_SETUP: ReadonlySet<string> = new Set(['C1422', 'C1423', 'C1424', 'C1425', 'C1426', 'C1427']);

const MEMBERS = ['code', 'message', 'innerError', 'details'];
const get = (id: string, url: string, more = {}) => ({ id, method: 'GET', url, ...more });
const numbered = (count: number) =>
  Array.from({ length: count }, (_, at) => get(String(at + 1), `/echo?${at}`));

/** Batches of Microsoft Graph. */
export const graphCases: readonly ConformanceCase[] = [
  graphCase(
    'C1422',
    'one response for each request, in their order, with canonical headers',
    async (host) => {
      const text =
        '{"requests":[{"url":"/headers","method":"GET","id":"1"},{"url":"/later?turns=3","method":"GET","id":"2"},{"url":"/echo","method":"POST","headers":{"content-type":"application/json"},"body":{"displayName":"Zoe"},"id":"3"},{"url":"/nothing","method":"GET","id":"4"},{"url":"/binary","method":"GET","id":"5"}]}';
      const answer = await runRequests(host, text, { accept: '*/*' });
      assert.deepEqual(outlineOf(answer), ['1 200', '2 200', '3 200', '4 204', '5 200']);
      const [headers, , , nothing, binary] = answer.responses;
      assert.deepEqual(Object.keys(headers?.headers ?? {}).toSorted(), [
        'Content-Type',
        'ETag',
        'Retry-After',
        'X-One',
        'X-Several',
      ]);
      assert.equal(headers?.headers['Retry-After'], '7');
      assert.deepEqual(nothing?.headers, {});
      assert.equal(binary?.body, 'iVBORw0KGgoA/w==');
    },
  ),
  graphCase('C1423', 'URLs with and without slash, with the version, and of the own host', async (host) => {
    const urls = [
      '/echo?1',
      'echo?2',
      '/v1.0/echo?3',
      'v1.0/echo?4',
      'https://photos.example/v1.0/echo?5',
      '/echo?6 é{}',
      '/v1.01?7',
    ];
    await runRequests(
      host,
      urls.map((url, at) => get(String(at), url)),
      { host: 'photos.example' },
    );
    assert.deepEqual(host.urls().toSorted(), [
      '/echo?1',
      '/echo?2',
      '/echo?3',
      '/echo?4',
      '/echo?5',
      '/echo?6%20%C3%A9%7B%7D',
      '/v1.01?7',
    ]);
  }),
  graphCase(
    'C1424',
    'ids are any strings, compared without case, and come back as they were',
    async (host) => {
      const ids = ['Ä b/$\u0001', '', '~1', 'x'.repeat(1_000), '__proto__'];
      const requests = ids.map((id) => get(id, '/echo'));
      const answer = await runRequests(host, [
        ...requests,
        get('last', '/echo', { dependsOn: ['ä B/$\u0001', '~1'] }),
      ]);
      assert.deepEqual(
        answer.responses.map(({ id }) => id),
        [...ids, 'last'],
      );
      host.reset();
      const twice = await postRequests(host, [get('a', '/echo'), get('A', '/echo')]);
      assert.match(
        assertProtocolError(host, twice, { status: 400, members: MEMBERS }).message,
        /^Request 2: .*"A"/,
      );
    },
  ),
  graphCase(
    'C1425',
    'what depends on a failure is 424 with code and message; forward is allowed',
    async (host) => {
      const answer = await runRequests(host, [
        get('1', '/echo', { dependsOn: ['2'] }),
        get('2', '/status/404'),
        get('3', '/made?status=429&set=Retry-After:12'),
      ]);
      assert.deepEqual(outlineOf(answer), ['1 424', '2 404', '3 429']);
      assert.equal(errorOf(answer.responses[0]).code, 'FailedDependency');
      assert.equal(answer.responses[2]?.headers['Retry-After'], '12');
    },
  ),
  graphCase('C1426', '20 requests run, 21 are refused', async (host) => {
    assert.equal((await runRequests(host, numbered(20))).responses.length, 20);
    host.reset();
    const answer = await postRequests(host, numbered(21));
    const { code, message } = assertProtocolError(host, answer, { status: 400, members: MEMBERS });
    assert.equal(code, 'BadRequest');
    assert.match(message, /^The batch has 21 requests; .*maxRequests.* 20, .*maxOperations.* 100$/);
  }),
  graphCase(
    'C1427',
    'the limit of the endpoint applies too',
    async (host) => {
      const answer = await postRequests(host, numbered(3));
      const { message } = assertProtocolError(host, answer, { status: 400, members: MEMBERS });
      assert.match(message, /^The batch has 3 requests; .*maxRequests.* 20, .*maxOperations.* 2$/);
    },
    { limits: { maxOperations: 2 } },
  ),
  graphCase(
    'C1428',
    'bodies: base64 in both alphabets, JSON as it is, always with a content type',
    async (host) => {
      const send = async (body: string, type: string) =>
        lastEchoOf(
          await runRequests(
            host,
            `{"requests":[{"id":"1","method":"post","url":"/echo","headers":{"Content-Type":"${type}"},"body":${body}}]}`,
          ),
        );
      assert.equal((await send('"__4A_Q"', 'image/png')).base64, '//4A/Q==');
      assert.equal((await send('"//4A/Q=="', 'image/png')).base64, '//4A/Q==');
      assert.equal(
        (await send('{ "n":12345678901234567890, "x":1.0 }', 'application/json')).text,
        '{ "n":12345678901234567890, "x":1.0 }',
      );
      const json = '{ "n":12345678901234567890 }';
      const { text } = await runRequests(host, [get('1', madeUrl({ type: 'application/json', text: json }))]);
      assert.ok(text.includes(`"body":${json}}`), text);
    },
  ),
  graphCase('C1429', 'refusals are errors of Graph, and name the request', async (host) => {
    const second = (more: object) => [get('1', '/echo'), get('2', '/echo', more)];
    const faults: readonly (readonly [message: RegExp, batch: readonly unknown[] | string])[] = [
      [
        /^Request 2: A request with a body needs the header Content-Type$/,
        second({ method: 'POST', body: {} }),
      ],
      [/^Request 2: The member "atomicityGroup" is not supported$/, second({ atomicityGroup: 'g' })],
      [/^Request 2: dependsOn has "3", which is the id of no request$/, second({ dependsOn: ['3'] })],
      [
        /^Request 2: The URL is that of another host$/,
        second({ url: 'https://graph.microsoft.com/v1.0/me' }),
      ],
      [/^Request 1: The member id must be a string, and is missing$/, [{ method: 'GET', url: '/echo' }]],
      [/^Request 2: A path must not have [^(]*; nothing has run$/, second({ url: '/../x' })],
      [/^The member "execution" of the batch is not supported$/, '{"execution":"sequential","requests":[]}'],
      [/^The body is not well-formed JSON/, '{'],
    ];
    for (const [message, batch] of faults) {
      const answer = await postRequests(host, batch);
      const error = assertProtocolError(host, answer, { status: 400, members: MEMBERS });
      assert.deepEqual([error.code, message.test(error.message)], ['BadRequest', true], error.message);
    }
    const { endpoint: path } = host;
    const unsupported = await host.exchange({
      path,
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: 'x',
    });
    assert.equal(
      assertProtocolError(host, unsupported, { status: 415, members: MEMBERS }).code,
      'UnsupportedMediaType',
    );
    const method = await host.exchange({ path, method: 'PUT' });
    assert.equal(
      assertProtocolError(host, method, { status: 405, members: MEMBERS }).code,
      'MethodNotAllowed',
    );
  }),
].map((each) => ({ ...each, everySetup: EVERY_SETUP.has(each.id) }));
