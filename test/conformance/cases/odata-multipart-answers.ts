import assert from 'node:assert/strict';
import { madeUrl } from '../batch-requests.js';
import type { ConformanceCase, WireAnswer } from '../case.js';
import { answersOf, changeset, multipart, outline, part, postMultipart, runParts } from '../odata-batch.js';
import { odataCase } from '../odata-case.js';
import { readMultipartStrictly } from '../read-multipart-strictly.js';

const TRANSACTION = { transaction: 'keeps' } as const;

/** OData in multipart/mixed: what a client reads. */
export const odataMultipartAnswerCases: readonly ConformanceCase[] = [
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
