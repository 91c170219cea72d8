import assert from 'node:assert/strict';
import { type ProblemObject, textOf } from '../assert-problem.js';
import { get } from '../batch-requests.js';
import type { ConformanceCase } from '../case.js';
import { postJson } from '../refusal-case.js';

const SECTION = 'docs/reference/options#batchlimitsmaxbytesunderway';
const json = (requests: readonly unknown[]): string => JSON.stringify({ requests });
/** A batch of exactly that many bytes. */
const padded = (bytes: number): string => json([get('/silent')]).padEnd(bytes);
const LARGE = json([get('/large?bytes=1000', { id: 'a' }), get('/large?bytes=1000', { dependsOn: ['a'] })]);

/** Answers that are written in pieces, and the bytes that an endpoint holds. */
export const bigAnswerCases: readonly ConformanceCase[] = [
  ...(['application/json', 'application/xml'] as const).map(
    (accept, index): ConformanceCase => ({
      id: `C105${index}`,
      level: 'MUST',
      section: 'docs/reference/wire-format#the-response',
      title: `an answer of more than 64 KiB in ${accept} is complete`,
      async check(host) {
        const body = json(Array.from({ length: 3 }, () => get('/large?bytes=100000')));
        const headers = { 'content-type': 'application/json', accept };
        const response = await host.exchange({ method: 'POST', headers, body });
        assert.equal(response.status, 207);
        const text = textOf(response);
        assert.ok(text.length > 300_000);
        assert.match(text, /total"?[:=]"?3"?/);
      },
    }),
  ),
  {
    id: 'C1052',
    level: 'MUST',
    section: SECTION,
    options: { limits: { maxBytesUnderWay: 200 } },
    title:
      'maxBytesUnderWay: a body of exactly that many bytes is read; one byte more is 503, and nothing runs',
    async check(host) {
      assert.equal((await postJson(host, padded(200))).status, 207);
      host.reset();
      const refused = await postJson(host, padded(201));
      assert.equal(refused.status, 503);
      assert.equal(refused.headers['retry-after'], '1');
      const { type, limit, max, actual, executed } = JSON.parse(textOf(refused)) as ProblemObject;
      assert.deepEqual(
        { type, limit, max, actual, executed },
        {
          type: 'urn:multistatus:problem:no-capacity',
          limit: 'maxBytesUnderWay',
          max: 200,
          actual: 201,
          executed: false,
        },
      );
      assert.equal(host.calls(), 0);
      assert.equal((await postJson(host, padded(200))).status, 207);
    },
  },
  {
    id: 'C1053',
    level: 'MUST',
    section: SECTION,
    options: { limits: { maxBytesUnderWay: LARGE.length + 1999 } },
    title:
      'maxBytesUnderWay: the body of an answer that exceeds it is omitted and marked, and its operation has run',
    async check(host) {
      for (let round = 0; round < 2; round += 1) {
        const { responses } = JSON.parse(textOf(await postJson(host, LARGE))) as {
          readonly responses: readonly { readonly status: number; readonly bodyOmitted?: string }[];
        };
        assert.deepEqual(
          responses.map(({ status, bodyOmitted }) => [status, bodyOmitted]),
          [
            [200, undefined],
            [200, 'too-large'],
          ],
        );
      }
    },
  },
];
