import assert from 'node:assert/strict';
import { madeUrl } from '../batch-requests.js';
import type { ConformanceCase } from '../case.js';
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
import { odataCase } from '../odata-case.js';
import { readMultipartStrictly } from '../read-multipart-strictly.js';

/** A target that creates something. */
const create = (to: string): string => madeUrl({ status: 201, set: { Location: to, ETag: '"v1"' } }).slice(1);
const JSON_FIELD = 'Content-Type: application/json';
const TRANSACTION = { transaction: 'keeps' } as const;
const SEQUENTIAL = { format: 'odata-sequential' } as const;

/** OData in multipart/mixed: how requests arrive, and which of them run. */
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
      /^\{"error":\{"code":"reference-unresolved","message":"The response of request 1 has no Location"/,
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
    const late = [changeset([part('POST echo'), part('POST a/../b')]), get];
    const answer = await postMultipart(host, multipart(late));
    assertODataError(host, answer, 400);
    assert.match(
      Buffer.from(answer.bytes).toString(),
      /"message":"Part 1\.2: A path must not[^"]*","target":"Part 1\.2"/,
    );
    const type = { 'content-type': 'multipart/mixed' };
    assert.match(assertODataError(host, await postMultipart(host, multipart([get]), type), 400), /boundary/);
    const many = Array.from({ length: 101 }, () => get);
    assert.match(
      assertODataError(host, await postMultipart(host, multipart(many)), 413),
      /maxOperations is 100/,
    );
    const long = [get, changeset([part(`POST echo?${'x'.repeat(10_000)}`)])];
    assert.match(
      assertODataError(host, await postMultipart(host, multipart(long)), 413),
      /^Part 2\.1 has 100\d\d characters in its URL, the limit maxUrlLength is /,
    );
  }),
  odataCase('C1520', 'a changeset with a GET that is sent as a POST is refused', async (host) => {
    const post = part('POST echo', { fields: ['X-HTTP-Method: GET'] });
    const answer = await postMultipart(
      host,
      multipart([part('GET echo'), changeset([part('POST echo'), post])]),
    );
    assert.match(assertODataError(host, answer, 400), /^Part 2\.2: .*GET/);
  }),
  odataCase('C1521', 'a changeset without requests is refused beside other parts', async (host) => {
    const answer = await postMultipart(host, multipart([part('GET echo'), changeset([])]));
    assert.match(assertODataError(host, answer, 400), /^Part 2: The changeset has no requests/);
    assert.deepEqual(await runParts(host, [changeset([])]), []);
  }),
  odataCase('C1522', 'the requests of all changesets together are bounded', async (host) => {
    const sixty = changeset(Array.from({ length: 60 }, () => part('POST echo')));
    const answer = await postMultipart(host, multipart([sixty, sixty]));
    assert.match(assertODataError(host, answer, 413), /^Part 2: .*maxOperations is 100/);
  }),
  odataCase(
    'C1523',
    'an entity with more references than a request may have is refused',
    async (host) => {
      const body = JSON.stringify({ 'a@odata.bind': Array.from({ length: 100_000 }, () => '$1') });
      const members = [part('POST echo', { id: '1' }), part('POST echo', { fields: [JSON_FIELD], body })];
      const answer = await postMultipart(host, multipart([changeset(members)]));
      assertODataError(host, answer, 400);
      assert.match(Buffer.from(answer.bytes).toString(), /Part 1\.2: At most 1000 entries, got 1001/);
    },
    SEQUENTIAL,
  ),
];
