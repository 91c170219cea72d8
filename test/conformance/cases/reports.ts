import assert from 'node:assert/strict';
import { elementsOf, findViolations, parseXml, textOf as textIn } from '../../support/multistatus-rules.js';
import { textOf } from '../assert-problem.js';
import type { ConformanceCase, JsonResponse } from '../case.js';
import { batchAsXml } from '../read-xml-document.js';
import { postJson } from '../refusal-case.js';

const SECTION = 'docs/reference/options#sendmultistatusdefaultformat';
const NDJSON = 'application/x-ndjson';
const del = (url: string, headers: Readonly<Record<string, string>> = {}): object => ({
  method: 'DELETE',
  url,
  headers,
});

interface ReportBody {
  readonly summary?: object;
  readonly responses: readonly { readonly href?: string; readonly hrefs?: readonly string[] }[];
}

const SPLIT = [['/photos/1'], ['/photos/2'], ['/photos/3']];
const SHARED = [['/photos/1'], ['/photos/2', '/photos/3']];

/** Asserts that a report is a value in a JSON document, with these hrefs in its responses. */
function assertNested({ status, body, bodyEncoding }: JsonResponse, expected: readonly string[][]): void {
  assert.equal(status, 207);
  assert.equal(bodyEncoding, undefined);
  const { responses } = body as ReportBody;
  assert.deepEqual(
    responses.map(({ href, hrefs }) => hrefs ?? [href]),
    expected,
  );
}

/** Asserts that a report is a document in XML, with these hrefs in its responses. */
function assertXml(text: string, expected: readonly string[][]): void {
  assert.deepEqual(findViolations(text), []);
  const hrefs = elementsOf(parseXml(text), '{DAV:}response').map((response) =>
    elementsOf(response, '{DAV:}href').map(textIn),
  );
  assert.deepEqual(hrefs, expected);
}

/** Reports that handlers send inside a batch: their format, and how resources share a status. */
export const reportCases: readonly ConformanceCase[] = [
  {
    id: 'C1180',
    level: 'MUST',
    section: SECTION,
    everySetup: true,
    title: 'without an Accept header, a report in a JSON answer is JSON, so it is a value in the answer',
    async check(host) {
      const { responses, document } = await host.batch([
        del('/report'),
        del('/report?streamed'),
        {
          method: 'POST',
          url: '/report',
          headers: { 'content-type': 'application/xml' },
          body: '<a/>',
          bodyEncoding: 'text',
        },
      ]);
      for (const response of responses) assertNested(response, SPLIT);
      assert.deepEqual(document.summary, { total: 3, succeeded: 0, failed: 3, other: 0 });
    },
  },
  {
    id: 'C1181',
    level: 'MUST',
    section: SECTION,
    comparable: false, // the lines are in the order in which operations settle
    title: 'without an Accept header, a report in an NDJSON answer is JSON, so it is a value in its line',
    async check(host) {
      const requests = [del('/report'), del('/report?streamed')];
      const answer = await postJson(host, { requests }, { accept: NDJSON });
      const [first = '', second = ''] = textOf(answer).split('\n');
      for (const line of [first, second]) assertNested(JSON.parse(line) as JsonResponse, SPLIT);
    },
  },
  {
    id: 'C1182',
    level: 'MUST',
    section: SECTION,
    title: 'without an Accept header, a report in an XML answer is XML',
    async check(host) {
      const { responses } = await batchAsXml(host, [
        del('/report'),
        { method: 'POST', url: '/report?streamed', body: { a: 1 } },
      ]);
      assert.equal(responses.length, 2);
      for (const { headers, body = [] } of responses) {
        assert.match(String(headers['content-type']), /^application\/xml\b/);
        assertXml(Buffer.from(body).toString(), SPLIT);
      }
    },
  },
  {
    id: 'C1183',
    level: 'MUST',
    section: SECTION,
    title: 'an Accept header of the operation decides the format of its report',
    async check(host) {
      const { responses } = await host.batch([
        del('/report', { accept: 'application/xml' }),
        del('/report', { accept: NDJSON }),
        // What `fetch` sends: the report is the same as outside of a batch.
        del('/report', { accept: '*/*' }),
        del('/report', { accept: 'application/json' }),
      ]);
      const [xml, ndjson, any, json] = responses as [JsonResponse, JsonResponse, JsonResponse, JsonResponse];
      assertXml(String(xml.body), SPLIT);
      assert.equal(String(ndjson.body).trimEnd().split('\n').length, 4);
      assertXml(String(any.body), SPLIT);
      assertNested(json, SPLIT);
    },
  },
  {
    id: 'C1184',
    level: 'MUST',
    section: 'RFC 4918 §14.24',
    title: 'a report has one response for each href, and its summary counts them',
    async check(host) {
      const summary = { total: 3, succeeded: 1, failed: 2, other: 0 };
      const { responses } = await host.batch([del('/report'), del('/report', { accept: NDJSON })]);
      const [json, ndjson] = responses as [JsonResponse, JsonResponse];
      assert.deepEqual((json.body as ReportBody).summary, summary);
      const held = { status: 423, description: 'held by Ana' };
      assert.deepEqual((json.body as ReportBody).responses, [
        { href: '/photos/1', status: 204 },
        { href: '/photos/2', ...held },
        { href: '/photos/3', ...held },
      ]);
      const lines = String(ndjson.body).trimEnd().split('\n');
      assert.deepEqual(
        lines.map((line) => JSON.parse(line) as unknown),
        [
          { index: 0, href: '/photos/1', status: 204 },
          { index: 1, href: '/photos/2', ...held },
          { index: 2, href: '/photos/3', ...held },
          { summary },
        ],
      );
    },
  },
  {
    id: 'C1185',
    level: 'MUST',
    section: 'RFC 4918 §14.24',
    title: 'with sharedStatus, resources of a report share a response',
    async check(host) {
      const { responses } = await host.batch([
        del('/report?shared'),
        del('/report?shared&streamed'),
        del('/report?shared', { accept: 'application/xml' }),
      ]);
      const [whole, streamed, xml] = responses as [JsonResponse, JsonResponse, JsonResponse];
      assertNested(whole, SHARED);
      assert.deepEqual((whole.body as ReportBody).summary, { total: 2, succeeded: 1, failed: 1, other: 0 });
      assertNested(streamed, SHARED);
      assertXml(String(xml.body), SHARED);
    },
  },
];
