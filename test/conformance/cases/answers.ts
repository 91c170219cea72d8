import assert from 'node:assert/strict';
import type { ConformanceCase } from '../case.js';
import { echoOf } from '../echo-of.js';

const get = (url: string): { method: string; url: string } => ({ method: 'GET', url });

/** What handlers answer is reported unchanged. */
export const answerCases: readonly ConformanceCase[] = [
  {
    id: 'C500',
    level: 'MUST',
    section: 'docs/reference/wire-format#the-response',
    everySetup: true,
    title: 'every status from 200 to 599 is kept',
    async check(host) {
      const codes = Array.from({ length: 100 }, (_, at) => 200 + at * 4);
      const { responses } = await host.batch(codes.map((code) => get(`/status/${code}`)));
      assert.deepEqual(
        responses.map(({ status }) => status),
        codes,
      );
    },
  },
  {
    id: 'C501',
    level: 'MUST',
    section: 'docs/reference/wire-format#the-response',
    everySetup: true,
    title: "a handler's own problem is an ordinary body",
    async check(host) {
      const { responses } = await host.batch([get('/problem')]);
      assert.deepEqual(responses[0], {
        id: '0',
        href: '/problem',
        status: 423,
        headers: { 'content-type': 'application/problem+json' },
        body: { type: 'about:blank', title: 'Locked', status: 423, detail: 'held by Ana' },
      });
    },
  },
  {
    id: 'C502',
    level: 'MUST',
    section: 'docs/reference/wire-format#the-summary',
    title: 'a 207 that the library did not write is kept, and is not a success',
    async check(host) {
      const { responses, document } = await host.batch([get('/echo-207')]);
      assert.equal(responses[0]?.status, 207);
      assert.deepEqual(responses[0].body, { responses: [{ href: '/photos/1', status: 423 }] });
      assert.deepEqual(document.summary, { total: 1, succeeded: 0, failed: 1, other: 0 });
    },
  },
  {
    id: 'C503',
    level: 'MUST',
    section: 'docs/reference/wire-format#the-response',
    title: 'redirects are reported, not followed, with Location and without',
    async check(host) {
      const { responses } = await host.batch([
        get('/location?status=302&to=/echo'),
        get('/redirect-without-location'),
      ]);
      assert.deepEqual(
        responses.map(({ status }) => status),
        [302, 302],
      );
      assert.equal(responses[0]?.headers?.['location'], '/echo');
      assert.equal(responses[1]?.headers?.['location'], undefined);
      assert.deepEqual(host.urls(), ['/location?status=302&to=/echo', '/redirect-without-location']);
    },
  },
  {
    id: 'C504',
    level: 'MUST',
    section: 'RFC 9110 §15.4.5',
    title: '304 passes through with its validator, and a condition arrives',
    async check(host) {
      const headers = { 'if-none-match': '"v1"' };
      const { responses } = await host.batch([
        { ...get('/not-modified'), headers },
        { ...get('/echo'), headers },
      ]);
      assert.equal(responses[0]?.status, 304);
      assert.equal(responses[0].headers?.['etag'], '"v1"');
      assert.equal(echoOf(responses[1]).headers['if-none-match'], '"v1"');
    },
  },
  {
    id: 'C505',
    level: 'MUST',
    section: 'RFC 9110 §15.2',
    title: 'interim responses are omitted, the final one counts',
    async check(host) {
      const { responses } = await host.batch([get('/early-hints')]);
      assert.deepEqual(responses[0], {
        id: '0',
        href: '/early-hints',
        status: 200,
        headers: { 'content-type': 'text/plain' },
        body: 'after the hints',
        bodyEncoding: 'text',
      });
    },
  },
  {
    id: 'C506',
    level: 'MUST',
    section: 'RFC 9112 §6.1',
    title: 'a response in pieces becomes one body, without its framing',
    async check(host) {
      const { responses } = await host.batch([get('/stream'), get('/stream-large?bytes=5000')]);
      assert.equal(responses[1]?.body, 'x'.repeat(5000));
      for (const { headers } of responses) {
        assert.equal(headers?.['transfer-encoding'], undefined);
        assert.equal(headers?.['content-length'], undefined);
      }
    },
  },
  {
    id: 'C507',
    level: 'MUST',
    section: 'docs/reference/wire-format#the-response',
    title: 'the first of two answers counts',
    async check(host) {
      const { responses } = await host.batch([get('/twice'), get('/echo')]);
      assert.equal(responses[0]?.status, 200);
      assert.equal(responses[0].body, 'first');
      assert.equal(responses[0].headers?.['x-second'], undefined);
      assert.equal(responses[1]?.status, 200);
    },
  },
  {
    id: 'C508',
    level: 'MUST',
    section: 'docs/reference/wire-format#the-response',
    title: 'a handler that throws after its response counts as answered',
    async check(host) {
      const { responses } = await host.batch([get('/throws-after'), get('/echo')]);
      assert.equal(responses[0]?.status, 200);
      assert.equal(Buffer.from(String(responses[0].body), 'base64').toString(), 'answered');
    },
  },
  {
    id: 'C509',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#limits-of-the-answer',
    options: { limits: { maxOperationResponseBytes: 1000 } },
    title: 'a body over maxOperationResponseBytes is omitted, status and headers stay',
    async check(host) {
      const { responses, document } = await host.batch(
        ['/large?bytes=1000', '/large?bytes=1001', '/stream-large?bytes=9000', '/echo'].map(get),
      );
      assert.equal(responses[0]?.body, 'x'.repeat(1000));
      assert.ok(!('bodyOmitted' in responses[0]));
      for (const response of responses.slice(1, 3)) {
        assert.equal(response.status, 200);
        assert.equal(response.bodyOmitted, 'too-large');
        assert.ok(!('body' in response) && !('bodyEncoding' in response));
        assert.equal(response.headers?.['content-type'], 'text/plain');
      }
      assert.equal(responses[1]?.headers?.['etag'], '"large"');
      assert.equal(document.summary.succeeded, 4);
    },
  },
  {
    id: 'C510',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#limits-of-the-answer',
    title: 'by default a body of 4 MiB stays and a larger one is omitted',
    async check(host) {
      const { responses } = await host.batch([get('/large?bytes=4194304'), get('/large?bytes=4194305')]);
      assert.equal(String(responses[0]?.body).length, 4_194_304);
      assert.equal(responses[1]?.bodyOmitted, 'too-large');
    },
  },
  {
    id: 'C511',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#limits-of-the-answer',
    title: 'bodies beyond maxResponseBytes are omitted, every status stays',
    options: { limits: { maxResponseBytes: 3000 } },
    async check(host) {
      const { responses } = await host.batch(Array.from({ length: 5 }, () => get('/large?bytes=1000')));
      assert.deepEqual(
        responses.map(({ status }) => status),
        [200, 200, 200, 200, 200],
      );
      const kept = responses.filter(({ body }) => body !== undefined);
      assert.ok(kept.length <= 3, `${kept.length} bodies`);
      const omitted = responses.filter(({ bodyOmitted }) => bodyOmitted === 'too-large');
      assert.equal(kept.length + omitted.length, 5);
    },
  },
];
