import assert from 'node:assert/strict';
import { elementsOf, parseXml, textOf as textIn } from '../../support/multistatus-rules.js';
import { assertRefused, textOf } from '../assert-problem.js';
import type { ConformanceCase, RunningHost, WireAnswer } from '../case.js';

const JSON_FORM = 'application/json; charset=utf-8';
const XML_FORM = 'application/xml; charset=utf-8';
const TEXT_XML_FORM = 'text/xml; charset=utf-8';

/** Accept, and the content type it has to win. A batch is sent as JSON, which decides if nothing else does. */
const WINNERS: readonly (readonly [string, string | readonly string[] | undefined, string])[] = [
  ['C350', undefined, JSON_FORM],
  ['C351', '*/*', JSON_FORM],
  ['C352', 'application/json', JSON_FORM],
  ['C353', 'application/xml', XML_FORM],
  ['C354', 'text/xml', TEXT_XML_FORM],
  ['C355', 'application/*', JSON_FORM],
  ['C356', 'text/*', TEXT_XML_FORM],
  ['C357', 'application/xml, application/json', JSON_FORM],
  ['C358', 'application/json, application/xml', JSON_FORM],
  ['C359', 'application/xml;q=0.9, application/json;q=0.8', XML_FORM],
  ['C360', 'application/json;q=0.8, application/xml;q=0.9', XML_FORM],
  ['C361', 'application/json;q=0.5, */*', XML_FORM],
  ['C362', 'application/xml;q=0, */*', JSON_FORM],
  ['C363', 'application/json;q=0, application/*', XML_FORM],
  ['C364', 'application/json;q=0, */*;q=0.1', XML_FORM],
  ['C365', '*/*;q=0.1, text/xml', TEXT_XML_FORM],
  ['C366', 'application/json;q=0.8, text/xml;q=0.9', TEXT_XML_FORM],
  ['C367', 'APPLICATION/XML', XML_FORM],
  ['C368', 'application/xml; charset=utf-8', XML_FORM],
  ['C369', 'application/json;odata.metadata=minimal', JSON_FORM],
  ['C370', 'application/xml;Q=0.5, application/json;q=0.6', JSON_FORM],
  ['C371', 'application/xml;charset=utf-8;q=0.5, application/json;q=0.6', JSON_FORM],
  ['C372', 'application/vnd.api+json', JSON_FORM],
  ['C373', 'application/problem+json', JSON_FORM],
  ['C374', 'application/atom+xml', XML_FORM],
  ['C375', 'text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8', XML_FORM],
  ['C376', 'text/html, application/json;q=0.1', JSON_FORM],
  ['C377', 'application/xml;q=0.001', XML_FORM],
  ['C378', ['application/json;q=0.1', 'application/xml'], XML_FORM],
  ['C379', '  application/xml  ,  ', XML_FORM],
  ['C380', '*/*;q=0.9, application/*;q=0.1, text/xml;q=0.5', TEXT_XML_FORM],
  ['C381', 'application/json;q=1.0, application/xml;q=0.999', JSON_FORM],
  ['C382', 'application/xml ; q=1 , application/json ; q=0.2', XML_FORM],
];

const NOTHING_FITS = [
  ['C390', 'text/html'],
  ['C391', 'image/*'],
  ['C392', '*/*;q=0'],
  ['C393', 'application/json;q=0, application/xml;q=0, text/xml;q=0'],
  ['C394', 'application/json;q=0.000'],
  ['C395', 'text/plain, text/html;level=1'],
  ['C396', 'multipart/mixed'],
] as const;

/** The names of NDJSON, and the content type they have to win. */
const NAMES_OF_NDJSON = [
  ['C1020', 'application/x-ndjson'],
  ['C1021', 'application/ndjson'],
  ['C1022', 'application/jsonl'],
  ['C1023', 'application/x-jsonlines'],
] as const;

const GARBAGE = [
  '',
  ',',
  ',,,',
  'garbage',
  ';q=1',
  '/',
  '*/json',
  'application/json;q=abc',
  'application/json;q=2',
  'application/json;q=-1',
  '"',
  'application/json;p="a,b;q=0"',
];

/** The format of the response, decided before anything runs. */
export const negotiationCases: readonly ConformanceCase[] = [
  ...WINNERS.map(
    ([id, accept, form]): ConformanceCase => ({
      id,
      level: 'MUST',
      section: 'RFC 9110 §12.5.1',
      title: `Accept ${accept === undefined ? 'missing' : `"${[accept].flat().join('" and "')}"`} wins ${form}`,
      everySetup: id < 'C355',
      async check(host) {
        const answer = await postRead(host, accept);
        assert.equal(answer.status, 207, textOf(answer));
        assert.equal(answer.headers['content-type'], form);
        assert.match(textOf(answer), form === JSON_FORM ? /^\{"summary":/ : /multistatus/);
      },
    }),
  ),
  ...NAMES_OF_NDJSON.map(
    ([id, accept]): ConformanceCase => ({
      id,
      level: 'MUST',
      section: 'docs/reference/wire-format#ndjson',
      title: `Accept "${accept}" is answered in NDJSON under that name`,
      comparable: false, // in memory nothing is chunked
      async check(host) {
        const answer = await postRead(host, accept);
        assert.equal(answer.status, 207, textOf(answer));
        assert.equal(answer.headers['content-type'], `${accept}; charset=utf-8`);
        const [first = '', last = ''] = textOf(answer).trimEnd().split('\n');
        assert.equal((JSON.parse(first) as { index: unknown }).index, 0);
        assert.match(last, /^\{"summary":/);
      },
    }),
  ),
  {
    id: 'C1024',
    level: 'MUST',
    section: 'docs/reference/wire-format#ndjson',
    title: 'proxies are asked to pass on at once what is streamed, and nothing else',
    comparable: false, // in memory nothing is chunked
    async check(host) {
      assert.equal((await postRead(host, 'application/x-ndjson')).headers['x-accel-buffering'], 'no');
      for (const accept of ['application/json', 'application/xml', 'image/png']) {
        assert.equal((await postRead(host, accept)).headers['x-accel-buffering'], undefined, accept);
      }
    },
  },
  ...NOTHING_FITS.map(
    ([id, accept]): ConformanceCase => ({
      id,
      level: 'MUST',
      section: 'RFC 9110 §15.5.7',
      title: `Accept "${accept}" is 406 and lists what there is`,
      everySetup: true,
      async check(host) {
        const problem = assertRefused(host, await postRead(host, accept), [406, 'not-acceptable']);
        assert.ok(problem.available?.includes('application/json'), JSON.stringify(problem));
        assert.ok(problem.available?.includes('application/xml'), JSON.stringify(problem));
      },
    }),
  ),
  {
    id: 'C400',
    level: 'MUST',
    section: 'RFC 9110 §12.5.1',
    title: 'a malformed Accept is not a server error, and a refusal runs nothing',
    async check(host) {
      for (const accept of GARBAGE) {
        host.reset();
        const { status } = await postRead(host, accept);
        assert.ok(status === 207 || status === 406, `${status} for "${accept}"`);
        assert.equal(host.calls(), status === 207 ? 1 : 0, accept);
      }
    },
  },
  {
    id: 'C401',
    level: 'MUST',
    section: 'RFC 9457 appendix B',
    title: 'a problem is XML if XML was negotiated',
    everySetup: true,
    async check(host) {
      const answer = await host.exchange({
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/xml' },
        body: '{"requests":[]}',
      });
      assert.equal(answer.status, 400);
      assert.match(String(answer.headers['content-type']), /^application\/problem\+xml\b/);
      const problem = parseXml(textOf(answer));
      const namespace = '{urn:ietf:rfc:7807}';
      assert.equal(problem.name, `${namespace}problem`);
      const member = (name: string): string => textIn(elementsOf(problem, `${namespace}${name}`)[0]!);
      assert.equal(member('type'), 'urn:multistatus:problem:invalid-batch');
      assert.equal(member('status'), '400');
      assert.match(textOf(answer), /#\/requests/);
      assert.equal(host.calls(), 0);
    },
  },
  {
    id: 'C402',
    level: 'MUST',
    section: 'docs/reference/wire-format#negotiation',
    title: 'a problem is JSON if JSON was negotiated, or if nothing is acceptable',
    async check(host) {
      for (const accept of ['application/json, application/xml;q=0.5', 'text/html', undefined]) {
        const answer = await host.exchange({
          method: 'POST',
          headers: { 'content-type': 'application/json', ...(accept === undefined ? {} : { accept }) },
          body: '{}',
        });
        assertRefused(host, answer, [400, 'invalid-batch']);
      }
    },
  },
  {
    id: 'C403',
    level: 'MUST',
    section: 'docs/reference/wire-format#negotiation',
    title: 'defaultFormat does not override the requested format',
    options: { defaultFormat: 'xml' },
    async check(host) {
      assert.equal((await postRead(host, 'application/json')).headers['content-type'], JSON_FORM);
      assert.equal(
        (await postRead(host, 'application/xml;q=0.5, */*;q=0.4')).headers['content-type'],
        XML_FORM,
      );
      assert.equal((await postRead(host, 'application/json, */*;q=0.9')).headers['content-type'], JSON_FORM);
    },
  },
];

function postRead(host: RunningHost, accept: string | readonly string[] | undefined): Promise<WireAnswer> {
  return host.exchange({
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(accept === undefined ? {} : { accept }) },
    body: '{"requests":[{"method":"GET","url":"/silent"}]}',
  });
}
