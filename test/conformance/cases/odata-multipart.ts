import assert from 'node:assert/strict';
import { madeUrl } from '../batch-requests.js';
import type { ConformanceCase, RunningHost, WireAnswer } from '../case.js';
import {
  answersOf,
  assertODataError,
  changeset,
  lastEcho,
  multipart,
  outline,
  part,
  postMultipart,
  runParts,
} from '../odata-batch.js';
import { readMultipartStrictly } from '../read-multipart-strictly.js';

/** Returns a case for an endpoint with the format `odata`. Its answers have boundaries that nobody else has. */
function odataCase(
  id: string,
  title: string,
  check: (host: RunningHost) => Promise<void>,
  options: ConformanceCase['options'] = {},
): ConformanceCase {
  return {
    id,
    level: 'MUST',
    section: 'packages/odata/README#multipart',
    title: `OData multipart: ${title}`,
    options: { format: 'odata', ...options },
    comparable: false,
    check,
  };
}

/** A target that creates something. */
const create = (to: string): string => madeUrl({ status: 201, set: { Location: to, ETag: '"v1"' } }).slice(1);
const JSON_FIELD = 'Content-Type: application/json';
const TRANSACTION = { transaction: 'keeps' } as const;
const SEQUENTIAL = { format: 'odata-sequential' } as const;

/** OData in multipart/mixed: what a client reads, and how each request arrives. */
export const odataMultipartCases: readonly ConformanceCase[] = [
  odataCase('C1370', 'an empty batch has an empty answer', async (host) => {
    const answer = await postMultipart(host, multipart([]));
    assert.deepEqual(readMultipartStrictly(answer), []);
    assert.equal(answer.headers['odata-version'], '4.0');
    assert.match(Buffer.from(answer.bytes).toString(), /^--batchresponse_[\w-]+--\r\n$/);
  }),
  odataCase(
    'C1371',
    'answers have the order of the request, and its Content-IDs where they came from',
    async (host) => {
      const parts = [
        part('GET later?turns=3'),
        part('GET /later?turns=1', { id: 'a b' }),
        part('GET http://photos.example/later', { fields: ['content-id: <x>'] }),
      ];
      const units = await runParts(host, parts);
      assert.deepEqual(outline(units), ['- 200', 'a b 200', '<x> 200']);
      assert.deepEqual(
        answersOf(units).map(({ headers }) => headers['Content-ID']),
        [undefined, undefined, '<x>'],
      );
      assert.deepEqual(host.urls(), ['/later?turns=3', '/later?turns=1', '/later']);
      assert.equal(host.peak(), 1);
    },
  ),
  odataCase(
    'C1372',
    'a changeset is one transaction: it is answered part by part, or by the one failure',
    async (host) => {
      const good = [part('POST echo', { id: '1' }), part('POST status/204', { id: '2' })];
      const bad = [
        part('POST echo', { id: '1' }),
        part('POST status/409', { id: '2' }),
        part('POST echo', { id: '3' }),
      ];
      const units = await runParts(host, [changeset(good), part('GET echo'), changeset(bad)]);
      assert.deepEqual(outline(units), [['1 200', '2 204'], '- 200', '2 409']);
      assert.equal(answersOf(units).at(-1)?.body, '{"status":409}');
      assert.deepEqual(host.transactions(), ['begin ~1', 'commit ~1', 'begin ~3', 'rollback ~3']);
    },
    TRANSACTION,
  ),
  odataCase(
    'C1373',
    'after the first failure nothing runs, and nothing more is answered',
    async (host) => {
      const parts = [
        part('GET echo'),
        part('GET status/404', { id: 'x' }),
        part('GET echo'),
        changeset([part('POST echo')]),
      ];
      assert.deepEqual(outline(await runParts(host, parts)), ['- 200', 'x 404']);
      assert.equal(host.calls(), 2);
      const failed = [changeset([part('POST status/500'), part('POST echo')]), part('GET echo')];
      assert.deepEqual(outline(await runParts(host, failed)), ['- 500']);
      assert.equal(host.calls(), 3);
    },
    TRANSACTION,
  ),
  odataCase(
    'C1374',
    'with continue-on-error the others run, and Preference-Applied says so',
    async (host) => {
      for (const [prefer, applied] of [
        ['odata.continue-on-error', 'odata.continue-on-error'],
        ['Continue-On-Error=true', 'continue-on-error'],
      ] as const) {
        const answer = await postMultipart(host, multipart([part('GET status/404'), part('GET echo')]), {
          prefer,
        });
        assert.deepEqual(outline(readMultipartStrictly(answer)), ['- 404', '- 200']);
        assert.equal(answer.headers['preference-applied'], applied);
      }
    },
  ),
  odataCase('C1375', 'a changeset without the option transaction is refused with 501', async (host) => {
    const answer = await postMultipart(host, multipart([part('GET echo'), changeset([part('POST echo')])]));
    assertODataError(host, answer, 501);
  }),
  odataCase(
    'C1376',
    'a changeset may run without a transaction, up to the first failure',
    async (host) => {
      const members = [
        part('POST echo', { id: '1' }),
        part('POST status/409', { id: '2' }),
        part('POST echo', { id: '3' }),
      ];
      const units = await runParts(host, [changeset(members), part('GET echo')], {
        prefer: 'continue-on-error',
      });
      assert.deepEqual(outline(units), ['2 409', '- 200']);
      assert.deepEqual(host.urls(), ['/echo', '/status/409', '/echo']);
      host.reset();
      assert.deepEqual(outline(await runParts(host, [changeset([members[0] ?? '', part('DELETE echo')])])), [
        ['1 200', '- 200'],
      ]);
    },
    SEQUENTIAL,
  ),
  odataCase(
    'C1377',
    '$<Content-ID> is what an earlier request of the changeset has created',
    async (host) => {
      const fields = [JSON_FIELD, 'If-Match: $0.1'];
      const body = '{"n":1.0,"p@odata.bind":"$0.1","l":[{"@odata.id":"$0.1"}],"q@odata.bind":"$9"}';
      const units = await runParts(host, [
        changeset([
          part(`POST ${create('/echo/7')}`, { id: '0.1' }),
          part('PATCH $0.1/Boss?a=b c', { fields, body }),
        ]),
      ]);
      const echo = lastEcho(units);
      assert.equal(echo.url, '/echo/7/Boss?a=b%20c');
      assert.equal(echo.headers['if-match'], '"v1"');
      assert.equal(
        echo.text,
        '{"n":1.0,"p@odata.bind":"/echo/7","l":[{"@odata.id":"/echo/7"}],"q@odata.bind":"$9"}',
      );
    },
    TRANSACTION,
  ),
  odataCase(
    'C1378',
    '$<Content-ID> is what an earlier request of the changeset has changed',
    async (host) => {
      const body = '{"p@odata.bind":"$1"}';
      const members = [
        part('PATCH echo/3', { id: '1' }),
        part('PUT $1/Boss', { fields: [JSON_FIELD], body }),
      ];
      const echo = lastEcho(await runParts(host, [changeset(members)]));
      assert.deepEqual([echo.url, echo.text], ['/echo/3/Boss', '{"p@odata.bind":"echo/3"}']);
    },
    TRANSACTION,
  ),
  odataCase('C1379', '$x without such a Content-ID is a name like any other', async (host) => {
    assert.deepEqual(outline(await runParts(host, [part('GET $x')])), ['- 404']);
    assert.deepEqual(host.urls(), ['/$x']);
    host.reset();
    const parts = [part(`POST ${create('/echo')}`, { id: '1' }), part('GET $1')];
    assert.deepEqual(outline(await runParts(host, parts)), ['1 201', '- 404']);
    const later = await runParts(host, parts, { 'odata-version': '4.01' });
    assert.deepEqual(outline(later), ['1 201', '- 200']);
  }),
  odataCase('C1380', 'a reference to what has no URL is a 424, which names the part', async (host) => {
    const parts = [part('POST echo', { id: '1' }), part('GET $1')];
    const [, failed] = answersOf(await runParts(host, parts, { 'odata-version': '4.01' }));
    assert.equal(failed?.status, 424);
    assert.equal(failed.headers['Content-Type'], 'application/json');
    assert.match(
      failed.body,
      /^\{"error":\{"code":"reference-unresolved","message":"The response of part 1 has no Location"/,
    );
  }),
  odataCase('C1381', 'bodies arrive byte by byte, JSON without the line breaks around it', async (host) => {
    const sent = async (body: string, ...fields: string[]): Promise<string> => {
      const { base64 } = lastEcho(await runParts(host, [part('POST echo', { body, fields })]));
      return Buffer.from(base64, 'base64').toString('latin1');
    };
    const numbers = '{"a":12345678901234567890, "b":1.0}';
    assert.equal(await sent(`\r\n${numbers}\r\n\r\n`, JSON_FIELD, 'Content-Length: 3'), numbers);
    assert.equal(await sent('{"a":"\xe9"}', JSON_FIELD), '{"a":"\xe9"}');
    assert.equal(await sent('\r\n\x00\xff--b\r\n', 'Content-Type: image/png'), '\r\n\x00\xff--b\r\n');
    assert.equal(await sent('\r\n\r\n'), '');
  }),
  odataCase(
    'C1382',
    'the headers of a request are its own; those of the message are dropped',
    async (host) => {
      const fields = [
        'accept:a/b ',
        'Transfer-Encoding: chunked',
        'Host: photos.example',
        'Accept-Encoding: br',
        'x-a:  1',
        'X-A: 2',
      ];
      const { headers } = lastEcho(
        await runParts(host, [part('GET echo', { fields: [...fields, JSON_FIELD] })]),
      );
      assert.equal(headers['accept'], 'a/b');
      assert.equal(headers['x-a'], '1, 2');
      assert.equal(headers['transfer-encoding'], undefined);
      assert.equal(headers['accept-encoding'], undefined);
    },
  ),
  odataCase('C1383', 'MERGE and x-http-method are the method that is meant', async (host) => {
    const merge = await runParts(host, [part('MERGE echo', { fields: ['x-http-method: MERGE'] })]);
    assert.equal(lastEcho(merge).method, 'PATCH');
    const post = await runParts(host, [part('POST echo', { fields: ['X-HTTP-Method: DELETE'] })]);
    assert.equal(lastEcho(post).method, 'DELETE');
  }),
  odataCase('C1384', 'bodies of answers are sent byte by byte, JSON on one line', async (host) => {
    const parts = [
      'pretty-json',
      'binary',
      'as?type=text/plain&hex=e90a',
      'bad-json',
      'problem',
      'nothing',
      'not-modified',
    ];
    const answers = answersOf(
      await runParts(
        host,
        parts.map((url) => part(`GET ${url}`)),
        { prefer: 'continue-on-error' },
      ),
    );
    const [pretty, binary, latin1, bad, problem, nothing, same] = answers;
    assert.equal(
      Buffer.from(pretty?.body ?? '', 'latin1').toString(),
      '{"title": "Lisboa \u20ac <&>\\"","__proto__": { "a": 1 }}',
    );
    assert.equal(pretty?.headers['Content-Length'], String(pretty?.body.length));
    assert.equal(binary?.body, '\x89PNG\r\n\x1a\n\x00\xff');
    assert.equal(binary.headers['Content-Length'], '10');
    assert.equal(latin1?.body, '\xe9\n');
    assert.equal(bad?.body, '{"a":1}],"responses":[{');
    assert.equal(problem?.headers['Content-Type'], 'application/problem+json');
    assert.match(problem.body, /"Locked"/);
    assert.deepEqual([nothing?.headers, nothing?.body], [{}, '']);
    assert.deepEqual([same?.headers, same?.body], [{ ETag: '"v1"' }, '']);
  }),
  odataCase('C1385', 'headers of answers have their usual names', async (host) => {
    const names = [
      'odata-entityid',
      'odata-version',
      'dataserviceversion',
      'etag',
      'x-csrf-token',
      'location',
      'sap-message',
    ];
    const set = Object.fromEntries(names.map((name) => [name, 'x']));
    const [answer] = answersOf(
      await runParts(host, [part(`POST ${madeUrl({ status: 201, set }).slice(1)}`)]),
    );
    const expected = [
      'OData-EntityId',
      'OData-Version',
      'DataServiceVersion',
      'ETag',
      'X-CSRF-Token',
      'Location',
      'Sap-Message',
    ];
    for (const name of expected) assert.equal(answer?.headers[name], 'x', name);
  }),
  odataCase('C1386', 'the answer has the version of the request', async (host) => {
    const versionsOf = async (headers: WireAnswer['headers']): Promise<unknown[]> => {
      const answer = await postMultipart(host, multipart([part('GET echo')]), headers);
      readMultipartStrictly(answer);
      return [answer.headers['odata-version'], answer.headers['dataserviceversion']];
    };
    const json = { accept: 'application/json' };
    assert.deepEqual(await versionsOf(json), ['4.0', undefined]);
    assert.deepEqual(await versionsOf({ ...json, 'odata-version': '4.0', 'odata-maxversion': '4.0' }), [
      '4.0',
      undefined,
    ]);
    assert.deepEqual(await versionsOf({ 'odata-version': '4.01' }), ['4.01', undefined]);
    assert.deepEqual(await versionsOf({ dataserviceversion: '2.0' }), [undefined, '2.0']);
  }),
  odataCase('C1387', 'every form of multipart that clients send is read', async (host) => {
    const head = 'content-type:application/http\n';
    const body = [
      'preamble\n\n--a=b \n',
      `${head}\nGET echo?1\nAccept: a\n\n`,
      '--a=b\t\n',
      `${head}content-id: a\n b\n\nPOST echo?2 HTTP/1.1\n\n--a=bc\n\n`,
      `\n--a=b\n${head}\n\nGET echo?é HTTP/1.0\n\n\n--a=b-- \nepilogue`,
    ].join('');
    for (const sent of [body, body.replaceAll('\n', '\r\n')]) {
      host.reset();
      const type = 'Multipart/Mixed; charset=utf-8; boundary="a=b" ;x=y';
      const answer = await postMultipart(host, sent, { 'content-type': type });
      assert.deepEqual(outline(readMultipartStrictly(answer)), ['- 200', 'a b 200', '- 200']);
      assert.deepEqual(host.urls(), ['/echo?1', '/echo?2', '/echo?%C3%A9']);
    }
  }),
  odataCase('C1388', 'a batch that cannot be read is refused, with the number of the part', async (host) => {
    const get = part('GET echo');
    const rows: readonly (readonly [body: string, message: RegExp])[] = [
      [multipart([get]).replace('--b--', ''), /^Part 1: The close delimiter/],
      [multipart([get, 'Content-Type: text/plain\r\n\r\nx']), /^Part 2: /],
      [multipart([get, changeset([part('POST echo'), get])]), /^Part 2\.2: .*GET/],
      [multipart([changeset([changeset([])])]), /^Part 1\.1: /],
      [multipart([get, part('GET http://other.example/')]), /^Part 2: .*host/],
      [multipart([get, part('GET / HTTP/9')]), /^Part 2: /],
    ];
    for (const [body, message] of rows) {
      const answer = await postMultipart(host, body.replace('HTTP/9 HTTP/1.1', 'HTTP/9'));
      assert.match(assertODataError(host, answer, 400), message);
      assert.equal(answer.headers['odata-version'], '4.0');
    }
    const type = { 'content-type': 'multipart/mixed' };
    assert.match(assertODataError(host, await postMultipart(host, multipart([get]), type), 400), /boundary/);
    const many = Array.from({ length: 101 }, () => get);
    assert.match(
      assertODataError(host, await postMultipart(host, multipart(many)), 413),
      /maxOperations is 100/,
    );
  }),
  odataCase(
    'C1389',
    'a body that is too long is not an empty one: an error for a GET, otherwise a 204',
    async (host) => {
      const parts = [part('GET large?bytes=2000', { id: '1' }), part('POST large?bytes=2000', { id: '2' })];
      const [read, written] = answersOf(await runParts(host, parts));
      assert.equal(read?.status, 500);
      assert.match(read.body, /^\{"error":\{"code":"body-omitted"/);
      assert.deepEqual([written?.status, written?.headers, written?.body], [204, { ETag: '"large"' }, '']);
    },
    { limits: { maxOperationResponseBytes: 1000 } },
  ),
  odataCase(
    'C1390',
    'a request that the option allow refuses is answered with an error; one for the endpoint too',
    async (host) => {
      const parts = [part('GET admin', { id: '1' }), part('POST again', { id: '2' })];
      const answers = answersOf(await runParts(host, parts, { prefer: 'continue-on-error' }));
      assert.deepEqual(
        answers.map(({ status }) => status),
        [403, 403],
      );
      for (const { headers, body } of answers) {
        assert.equal(headers['Content-Type'], 'application/json');
        assert.match(body, /^\{"error":\{"code":"[a-z-]+","message":"[^"]+","details":\[\]\}\}$/);
      }
    },
    { allow: 'not-admin' },
  ),
  odataCase('C1391', 'a long answer is complete, and each body in it', async (host) => {
    const parts = [40_000, 65_536, 300_000].map((bytes) => part(`GET large?bytes=${bytes}`));
    const answers = answersOf(await runParts(host, parts));
    assert.deepEqual(
      answers.map(({ body }) => body.length),
      [40_000, 65_536, 300_000],
    );
    for (const { headers, body } of answers) assert.equal(headers['Content-Length'], String(body.length));
  }),
  odataCase(
    'C1392',
    'a changeset that a transaction rolls back without a culprit is answered once',
    async (host) => {
      const units = await runParts(host, [
        changeset([part('POST echo', { id: '1' }), part('POST echo', { id: '2' })]),
      ]);
      assert.deepEqual(outline(units), ['1 503']);
    },
    { transaction: 'conflicts' },
  ),
  odataCase(
    'C1393',
    'a batch in JSON is answered in multipart if Accept says so, with each id as Content-ID',
    async (host) => {
      const requests = [
        { id: 'a', method: 'get', url: 'echo' },
        { id: 'b', method: 'post', url: 'echo', atomicityGroup: 'g' },
        { id: 'c', method: 'delete', url: 'nothing', atomicityGroup: 'g' },
        { id: 'd', method: 'get', url: 'status/404' },
        { id: 'e', method: 'get', url: 'echo', dependsOn: ['d'] },
      ];
      const headers = { 'content-type': 'application/json', accept: 'multipart/mixed' };
      const answer = await host.exchange({ method: 'POST', headers, body: JSON.stringify({ requests }) });
      const expected = ['a 200', ['b 200', 'c 204'], 'd 404', 'e 424'];
      assert.deepEqual(outline(readMultipartStrictly(answer)), expected);
    },
    TRANSACTION,
  ),
  odataCase(
    'C1394',
    'a multipart batch of OData 4.01 is answered in JSON if Accept names JSON and not multipart',
    async (host) => {
      const body = multipart([
        part('GET echo', { id: '1' }),
        changeset([part('POST status/409', { id: '2' }), part('POST echo', { id: '3' })]),
      ]);
      const headers = { 'odata-maxversion': '4.01', accept: 'application/json', prefer: 'continue-on-error' };
      const answer = await postMultipart(host, body, headers);
      assert.equal(answer.headers['content-type'], 'application/json');
      const { responses } = JSON.parse(Buffer.from(answer.bytes).toString()) as {
        readonly responses: readonly { readonly id: string; readonly status: number }[];
      };
      assert.deepEqual(
        responses.map(({ id, status }) => `${id} ${status}`),
        ['1 200', '2 409', '3 424'],
      );
    },
    TRANSACTION,
  ),
];
