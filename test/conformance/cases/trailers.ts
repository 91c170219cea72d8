import assert from 'node:assert/strict';
import { elementsOf, textOf } from '../../support/multistatus-rules.js';
import { get, type WrittenOperation } from '../batch-requests.js';
import type { ConformanceCase, JsonResponse } from '../case.js';
import { batchAsXml } from '../read-xml-document.js';

const SECTION = 'RFC 9110 §6.5';

/** Returns a GET that is answered with these trailers. */
function withTrailers(
  trailers: readonly string[],
  headers: readonly string[] = [],
  more: Partial<WrittenOperation> = {},
): WrittenOperation {
  const query = new URLSearchParams([
    ...trailers.map((field): [string, string] => ['set', field]),
    ...headers.map((field): [string, string] => ['header', field]),
  ]);
  return get(`/trailers?${query.toString()}`, more);
}

/** Fields after the body of an operation. */
export const trailerCases: readonly ConformanceCase[] = [
  {
    id: 'C1115',
    level: 'MUST',
    section: SECTION,
    title: 'the trailers of an operation are in the document, apart from its headers',
    everySetup: true,
    async check(host) {
      const operations = [
        withTrailers(['X-Sum: 1', 'X-Sum:café <&>', 'server-timing:db;dur=1']),
        get('/echo'),
        withTrailers(['x-sum:1'], [], { headers: { prefer: 'return=minimal' } }),
      ];
      const { responses } = await host.batch(operations);
      assert.deepEqual(responses[0]?.trailers, { 'x-sum': ['1', 'café <&>'], 'server-timing': 'db;dur=1' });
      assert.equal(responses[0].body, 'text');
      assert.equal(responses[0].headers?.['x-sum'], undefined);
      assert.ok(!Object.hasOwn(responses[1] as JsonResponse, 'trailers'));
      assert.deepEqual(responses[2]?.trailers, { 'x-sum': '1' });
      const asXml = await batchAsXml(host, operations);
      const found = elementsOf(asXml.responses[0]!.element)
        .filter(({ name }) => name === '{urn:multistatus:xml:1}trailer')
        .map((element) => [element.attributes['{}name'], textOf(element)]);
      assert.deepEqual(found, [
        ['x-sum', '1'],
        ['x-sum', 'café <&>'],
        ['server-timing', 'db;dur=1'],
      ]);
    },
  },
  {
    id: 'C1116',
    level: 'MUST',
    section: SECTION,
    title: 'trailers about the connection, and cookies, are omitted',
    async check(host) {
      const { responses, answer } = await host.batch([
        withTrailers(
          ['set-cookie:sid=secret', 'keep-alive:timeout=5', 'x-hop:1', 'x-sum:1'],
          ['connection:x-hop'],
        ),
        withTrailers(['set-cookie:sid=secret']),
      ]);
      assert.deepEqual(responses[0]?.trailers, { 'x-sum': '1' });
      assert.ok(!Object.hasOwn(responses[1] as JsonResponse, 'trailers'));
      assert.equal(answer.headers['set-cookie'], undefined);
    },
  },
  {
    id: 'C1117',
    level: 'MUST',
    section: SECTION,
    title: 'headers.expose and headers.case apply to trailers',
    options: { headers: { expose: ['x-sum'], case: 'canonical' } },
    async check(host) {
      const { responses } = await host.batch([withTrailers(['x-sum:1', 'x-other:2'])]);
      assert.deepEqual(responses[0]?.trailers, { 'X-Sum': '1' });
    },
  },
  {
    id: 'C1118',
    level: 'MUST',
    section: SECTION,
    title: 'a body that is omitted keeps its trailers, and so does a line of NDJSON',
    options: { limits: { maxOperationResponseBytes: 1 } },
    comparable: false, // only a socket frames the lines as chunks
    async check(host) {
      const answer = await host.exchange({
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/x-ndjson' },
        body: JSON.stringify({ requests: [withTrailers(['x-sum:1'])] }),
      });
      const [line = ''] = Buffer.from(answer.bytes).toString().split('\n');
      const { bodyOmitted, trailers } = JSON.parse(line) as JsonResponse;
      assert.deepEqual([bodyOmitted, trailers], ['too-large', { 'x-sum': '1' }]);
    },
  },
];
