import assert from 'node:assert/strict';
import { madeUrl } from '../batch-requests.js';
import type { ConformanceCase } from '../case.js';
import { jsonCase } from '../odata-case.js';
import { errorOf, lastEchoOf, outlineOf, postRequests, runRequests } from '../odata-json-batch.js';

const TRANSACTION = { transaction: 'keeps' } as const;
const get = (id: string, url: string, more = {}) => ({ id, method: 'GET', url, ...more });
const post = (id: string, url: string, more = {}) => ({ id, method: 'POST', url, body: {}, ...more });
const create = (to: string): string => madeUrl({ status: 201, set: { Location: to, ETag: '"v1"' } });

/** Batches of OData 4.01 in JSON: what a client reads, and how each request arrives. */
export const odataJsonCases: readonly ConformanceCase[] = [
  jsonCase('C1400', 'an empty batch has an empty answer of version 4.01', async (host) => {
    const { answer, text } = await runRequests(host, []);
    assert.equal(text, '{"responses":[]}');
    assert.equal(answer.headers['odata-version'], '4.01');
  }),
  jsonCase(
    'C1401',
    'responses have the order of the requests, and names of headers in lower case',
    async (host) => {
      const answer = await runRequests(host, [
        get('b', 'later?turns=3'),
        get('a~1.-_', 'headers'),
        get('0', '/nothing'),
        get('1', 'status/404'),
      ]);
      assert.deepEqual(outlineOf(answer), ['b 200', 'a~1.-_ 200', '0 204', '1 404']);
      const [, headers, nothing, missing] = answer.responses;
      assert.deepEqual(Object.keys(headers?.headers ?? {}).toSorted(), [
        'content-type',
        'etag',
        'retry-after',
        'x-one',
        'x-several',
      ]);
      assert.equal(headers?.headers['x-several'], 'a, b');
      assert.equal(headers?.body, 'headers');
      assert.deepEqual([nothing?.headers, nothing !== undefined && 'body' in nothing], [{}, false]);
      assert.deepEqual(missing?.body, { status: 404 });
    },
  ),
  jsonCase(
    'C1402',
    'the request of @odata/client: methods in lower case, a Content-Length that is a number and wrong',
    async (host) => {
      const text =
        '{"requests":[{"id":"0","method":"get","url":"echo","headers":{"Accept":"application/json"}},{"id":"1","method":"post","url":"echo","headers":{"Accept":"application/json","Content-Type":"application/json","Content-Length":21},"body":{"Name":"Z"}}]}';
      const answer = await runRequests(host, text, { accept: 'application/json' });
      assert.deepEqual(outlineOf(answer), ['0 200', '1 200']);
      const echo = lastEchoOf(answer);
      assert.deepEqual([echo.method, echo.url, echo.text], ['POST', '/echo', '{"Name":"Z"}']);
      assert.equal(echo.headers['content-length'], '12');
    },
  ),
  jsonCase('C1403', 'URLs: relative, of the own host, with characters that no URL may have', async (host) => {
    const requests = [
      get('1', 'echo?a'),
      get('2', '/echo?b'),
      get('3', 'http://photos.example/echo?c'),
      get('4', 'echo?$filter=Name eq x y é {1}'),
      get('5', '$metadata'),
      get('6', '?d'),
    ];
    await runRequests(host, requests, { host: 'photos.example' });
    assert.deepEqual(host.urls().toSorted(), [
      '/$metadata',
      '/?d',
      '/echo?$filter=Name%20eq%20x%20y%20%C3%A9%20%7B1%7D',
      '/echo?a',
      '/echo?b',
      '/echo?c',
    ]);
  }),
  jsonCase('C1404', 'JSON is kept character by character, in both directions', async (host) => {
    const json = '{ "n" : 12345678901234567890 , "x":1.0, "s":"\\u00e9\\n" }';
    const echo = await runRequests(
      host,
      `{"requests":[{"id":"1","method":"POST","url":"echo","body":${json}}]}`,
    );
    assert.equal(lastEchoOf(echo).text, json);
    const { text } = await runRequests(host, [get('1', madeUrl({ type: 'application/json', text: json }))]);
    assert.ok(text.includes(`"body":${json}}`), text);
  }),
  jsonCase('C1405', 'text is a string, and every other type is base64url', async (host) => {
    const type = (name: string) => ({ headers: { 'content-type': name } });
    const sent = async (body: string, name: string) =>
      lastEchoOf(await runRequests(host, [post('1', 'echo', { body, ...type(name) })])).base64;
    assert.equal(await sent('é', 'text/plain'), 'w6k=');
    assert.equal(await sent('__4A_Q', 'image/png'), '//4A/Q==');
    assert.equal(await sent('//4A/Q==', 'image/png'), '//4A/Q==');
    const { responses } = await runRequests(host, [
      get('1', '/as?type=image/png&hex=fffe00fd'),
      get('2', '/as?type=application/xml&text=%3Ca/%3E%3F%3F%3F'),
      get('3', '/as?type=text/plain&text=%22a%22'),
    ]);
    assert.deepEqual(
      responses.map(({ body }) => body),
      ['__4A_Q', 'PGEvPj8_Pw', '"a"'],
    );
  }),
  jsonCase(
    'C1406',
    'what depends on a failure is 424 with an error of OData, and does not run',
    async (host) => {
      const answer = await runRequests(host, [
        get('1', 'status/404'),
        get('2', 'echo', { dependsOn: ['1'] }),
        get('3', 'echo', { dependsOn: ['2'] }),
        get('4', 'echo', { dependsOn: [] }),
      ]);
      assert.deepEqual(outlineOf(answer), ['1 404', '2 424', '3 424', '4 200']);
      const error = errorOf(answer.responses[1]);
      assert.deepEqual(
        [error.code, Object.keys(error)],
        ['failed-dependency', ['code', 'message', 'details']],
      );
      assert.equal(host.calls(), 2);
    },
  ),
  jsonCase(
    'C1407',
    '$id in a URL, in If-Match and in @odata.bind is what the other request has created',
    async (host) => {
      const answer = await runRequests(host, [
        post('a', create('/echo/7')),
        get('b', '$a/Orders?x= y', { dependsOn: ['a'] }),
        post('c', 'echo', {
          dependsOn: ['a'],
          headers: { 'if-match': '$a' },
          body: { 'One@odata.bind': '$a', 'Many@odata.bind': ['$a', '$zz'], Name: '$a' },
        }),
      ]);
      assert.deepEqual(host.urls().slice(1).toSorted(), ['/echo', '/echo/7/Orders?x=%20y']);
      const echo = lastEchoOf(answer);
      assert.equal(echo.headers['if-match'], '"v1"');
      assert.deepEqual(JSON.parse(echo.text), {
        'One@odata.bind': '/echo/7',
        'Many@odata.bind': ['/echo/7', '$zz'],
        Name: '$a',
      });
    },
  ),
  jsonCase(
    'C1408',
    '$ and no id of the batch is literal, and so is the name of a system resource',
    async (host) => {
      await runRequests(host, [
        get('metadata', 'echo'),
        get('2', '$metadata', { dependsOn: ['metadata'] }),
        get('3', '$7/x'),
      ]);
      assert.deepEqual(host.urls().toSorted(), ['/$7/x', '/$metadata', '/echo']);
    },
  ),
  jsonCase(
    'C1409',
    'a group is one transaction, and its name is echoed',
    async (host) => {
      const answer = await runRequests(host, [
        post('1', create('/echo/7'), { atomicityGroup: 'g' }),
        post('2', '$1', { dependsOn: ['1'], atomicityGroup: 'g' }),
        get('3', 'echo', { dependsOn: ['g'] }),
      ]);
      assert.deepEqual(outlineOf(answer), ['1 201', '2 200', '3 200']);
      assert.deepEqual(
        answer.responses.map(({ atomicityGroup }) => atomicityGroup),
        ['g', 'g', undefined],
      );
      assert.deepEqual(
        host.transactions().map((line) => line.split(' ')[0]),
        ['begin', 'commit'],
      );
    },
    TRANSACTION,
  ),
  jsonCase(
    'C1410',
    'in a failed group the one that failed keeps its status, and the others are 424',
    async (host) => {
      const group = { atomicityGroup: 'g' };
      const answer = await runRequests(host, [
        post('1', 'echo', group),
        post('2', 'status/409', group),
        post('3', 'echo', group),
        get('4', 'echo', { dependsOn: ['g'] }),
      ]);
      assert.deepEqual(outlineOf(answer), ['1 424', '2 409', '3 424', '4 424']);
      assert.equal(errorOf(answer.responses[0]).code, 'rolled-back');
      assert.deepEqual(
        host.transactions().map((line) => line.split(' ')[0]),
        ['begin', 'rollback'],
      );
    },
    TRANSACTION,
  ),
  jsonCase(
    'C1411',
    'without transactions the requests of a group run one after another, up to the first failure',
    async (host) => {
      const group = { atomicityGroup: 'g' };
      const answer = await runRequests(host, [
        post('1', 'later?turns=3', group),
        post('2', 'status/409', group),
        post('3', 'echo', group),
        get('4', 'echo', { dependsOn: ['g'] }),
      ]);
      assert.deepEqual(outlineOf(answer), ['1 200', '2 409', '3 424', '4 424']);
      assert.deepEqual(
        answer.responses.map(({ atomicityGroup }) => atomicityGroup),
        ['g', 'g', 'g', undefined],
      );
    },
    { format: 'odata-sequential' },
  ),
  jsonCase('C1412', 'Prefer: continue-on-error=false stops at the first failure', async (host) => {
    const requests = [get('1', 'status/500'), get('2', 'echo')];
    const stopped = await runRequests(host, requests, { prefer: 'odata.continue-on-error=false' });
    assert.deepEqual(outlineOf(stopped), ['1 500', '2 424']);
    assert.equal(stopped.answer.headers['preference-applied'], 'continue-on-error=false');
    const all = await runRequests(host, requests, { prefer: 'Continue-On-Error' });
    assert.deepEqual(outlineOf(all), ['1 500', '2 200']);
    assert.equal(all.answer.headers['preference-applied'], 'continue-on-error');
  }),
  jsonCase('C1413', 'headers of the message are dropped, MERGE and x-http-method applied', async (host) => {
    const headers = {
      Host: 'photos.example',
      Authorization: 'Bearer a',
      'Accept-Encoding': 'gzip',
      Connection: 'close',
      Expect: '100-continue',
      Range: 'bytes=0-0',
      Cookie: 'a=b',
      'X-HTTP-Method': 'MERGE',
      'X-Own': 'kept',
    };
    const answer = await runRequests(host, [post('1', 'echo', { headers })], {
      host: 'photos.example',
      authorization: 'Bearer a',
      'odata-version': '4.01',
    });
    const echo = lastEchoOf(answer);
    assert.equal(echo.method, 'PATCH');
    const { connection: _connection, ...others } = echo.headers;
    assert.deepEqual(others, {
      authorization: 'Bearer a',
      'content-length': '2',
      'content-type': 'application/json',
      host: 'photos.example',
      'odata-version': '4.01',
      'x-own': 'kept',
    });
  }),
  jsonCase('C1414', 'the version of the answer', async (host) => {
    const version = async (headers: Record<string, string>) => {
      const { answer } = await runRequests(host, [get('1', 'echo')], headers);
      return [answer.headers['odata-version'], answer.headers['dataserviceversion']];
    };
    assert.deepEqual(await version({ 'odata-version': '4.0' }), ['4.0', undefined]);
    assert.deepEqual(await version({ 'odata-maxversion': '4.0' }), ['4.0', undefined]);
    assert.deepEqual(await version({ 'odata-maxversion': '4.01' }), ['4.01', undefined]);
    assert.deepEqual(await version({ dataserviceversion: '2.0' }), [undefined, '2.0']);
  }),
  jsonCase(
    'C1415',
    'the body of a GET that the endpoint omits is an error, not an empty answer',
    async (host) => {
      const answer = await runRequests(host, [get('1', 'large?bytes=2000'), get('2', 'echo')]);
      assert.deepEqual(outlineOf(answer), ['1 500', '2 200']);
      assert.equal(errorOf(answer.responses[0]).code, 'body-omitted');
    },
    { limits: { maxOperationResponseBytes: 1_000 } },
  ),
  jsonCase('C1416', 'a long answer is complete, and its JSON is as it was', async (host) => {
    const { text, responses } = await runRequests(host, [
      get('1', 'large?bytes=300000'),
      get('2', '/as?type=image/png&hex=fffe00fd'),
      get('3', 'deep?levels=60'),
    ]);
    assert.equal(responses[0]?.body, 'x'.repeat(300_000));
    assert.equal(responses[1]?.body, '__4A_Q');
    assert.ok(text.endsWith(`"body":${'['.repeat(60)}${']'.repeat(60)}}]}`));
  }),
  {
    ...jsonCase('C1417', 'a client that accepts only multipart/mixed gets that', async (host) => {
      const requests = [get('a', 'echo'), get('b', 'status/404')];
      const answer = await postRequests(host, requests, { accept: 'multipart/mixed' });
      assert.match(
        String(answer.headers['content-type']),
        /^multipart\/mixed; boundary=batchresponse_[\w-]+$/,
      );
      const text = Buffer.from(answer.bytes).toString('utf8');
      assert.deepEqual(text.match(/(?<=Content-ID: ).*|(?<=HTTP\/1\.1 )\d+/g), ['a', '200', 'b', '404']);
    }),
    comparable: false,
  },
];
