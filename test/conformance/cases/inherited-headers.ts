import assert from 'node:assert/strict';
import type { ConformanceCase, RunningHost, WireRequest } from '../case.js';
import { type Echo, echoOf } from '../echo-of.js';

/** These headers of the batch request reach every operation. */
const INHERITED: Readonly<Record<string, string>> = {
  host: 'photos.example',
  authorization: 'Bearer t',
  cookie: 'sid=1; theme=dark',
  origin: 'http://photos.example',
  referer: 'http://photos.example/app',
  'sec-fetch-site': 'same-origin',
  'sec-fetch-mode': 'cors',
  'sec-ch-ua': '"Browser"',
  'accept-language': 'pt',
  'user-agent': 'conformance',
  'x-api-key': 'k',
  'x-csrf-token': 'c1',
  'x-xsrf-token': 'c2',
  'csrf-token': 'c3',
  'x-request-id': 'r',
  'x-correlation-id': 'c',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  tracestate: 'a=1',
  baggage: 'b=2',
  forwarded: 'for=192.0.2.1',
  'x-forwarded-for': '192.0.2.1',
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'public.example',
};

/** These never do. */
const KEPT_BACK: Readonly<Record<string, string>> = {
  'accept-encoding': 'gzip',
  'content-language': 'pt',
  'content-md5': 'x',
  range: 'bytes=0-1',
  'idempotency-key': 'k',
  'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT',
  prefer: 'return=representation',
  'x-unheard-of': '1',
  te: 'trailers',
};

/** What an operation inherits from the batch request, and what it does not. */
export const inheritedHeaderCases: readonly ConformanceCase[] = [
  {
    id: 'C620',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#headers-that-every-operation-inherits',
    everySetup: true,
    title: 'identity, origin, language, tracing and forwarding reach every operation',
    async check(host) {
      for (const seen of await headersSeen(host, INHERITED)) {
        for (const [name, value] of Object.entries(INHERITED)) assert.equal(seen[name], value, name);
      }
    },
  },
  {
    id: 'C621',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#headers-that-every-operation-inherits',
    everySetup: true,
    title: 'codings, content, conditions, preferences and the unknown stay with the envelope',
    async check(host) {
      for (const seen of await headersSeen(host, KEPT_BACK)) {
        for (const name of Object.keys(KEPT_BACK)) assert.equal(seen[name], undefined, name);
        assert.notEqual(seen['accept'], 'application/json', 'the Accept of the envelope');
        for (const name of Object.keys(seen)) assert.doesNotMatch(name, /^(content-|if-|transfer-encoding)/);
      }
    },
  },
  {
    id: 'C622',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#headers-that-every-operation-inherits',
    title: 'an operation’s own header outweighs the inherited one',
    async check(host) {
      const [first, second] = await headersSeen(
        host,
        { 'accept-language': 'pt', 'x-request-id': 'outer' },
        {
          'Accept-Language': 'de',
          'X-Request-Id': 'own',
          accept: 'text/csv',
        },
      );
      assert.equal(first?.['accept-language'], 'de');
      assert.equal(first['x-request-id'], 'own');
      assert.equal(first['accept'], 'text/csv');
      assert.equal(second?.['accept-language'], 'pt', 'and only for that operation');
      assert.equal(second['x-request-id'], 'outer');
      assert.notEqual(second['accept'], 'text/csv');
    },
  },
  {
    id: 'C623',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#headers-that-every-operation-inherits',
    title: 'nothing is inherited that the batch request does not have',
    async check(host) {
      for (const seen of await headersSeen(host, {})) {
        for (const name of ['authorization', 'cookie', 'origin', 'x-forwarded-for', 'user-agent']) {
          assert.equal(seen[name], undefined, name);
        }
      }
    },
  },
  {
    id: 'C624',
    level: 'MUST',
    section: 'RFC 9110 §7.6.1',
    title: 'fields of the connection are not inherited',
    async check(host) {
      const headers = { connection: 'close, x-request-id', 'x-request-id': 'for the next hop only' };
      for (const seen of await headersSeen(host, headers))
        assert.notEqual(seen['connection'], headers.connection);
    },
  },
];

/** What two operations received; the first may have headers of its own. */
async function headersSeen(
  host: RunningHost,
  outer: NonNullable<WireRequest['headers']>,
  own: Readonly<Record<string, string>> = {},
): Promise<readonly Echo['headers'][]> {
  const read = { method: 'GET', url: '/echo' };
  const { responses } = await host.batch([{ ...read, headers: own }, read], outer);
  return responses.map((response) => echoOf(response).headers);
}
