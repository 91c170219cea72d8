import assert from 'node:assert/strict';
import { assertRefused } from '../assert-problem.js';
import type { ConformanceCase, WireRequest } from '../case.js';

const LIMITS = { limits: { maxBodyBytes: 400, maxOperations: 1 } };
const NOTHING_FITS = 'text/html';
const JSON_TYPE = { 'content-type': 'application/json', accept: NOTHING_FITS };
const READ = '{"method":"GET","url":"/echo"}';
const INVALID = '{"method":"GET","url":"//evil.example"}';

/** Each row also has the issues of all rows below it, and must be refused for its own. */
const LADDER: readonly (readonly [string, string, WireRequest, readonly [number, string]])[] = [
  [
    'C340',
    '405 before all else',
    { method: 'PUT', headers: { 'content-type': 'text/plain', accept: NOTHING_FITS }, body: 'x'.repeat(500) },
    [405, 'method-not-allowed'],
  ],
  [
    'C341',
    '415 before 413',
    {
      method: 'POST',
      headers: { 'content-type': 'text/plain', accept: NOTHING_FITS },
      body: 'x'.repeat(500),
    },
    [415, 'unsupported-media-type'],
  ],
  [
    'C342',
    '413 of bytes before 400',
    { method: 'POST', headers: JSON_TYPE, body: '{'.repeat(500) },
    [413, 'limit-exceeded'],
  ],
  [
    'C343',
    '400 malformed-json before 400 invalid-batch',
    { method: 'POST', headers: JSON_TYPE, body: `{"requests":[${INVALID},${READ}],"extra":1` },
    [400, 'malformed-json'],
  ],
  [
    'C344',
    '400 invalid-batch before 413 of the count',
    { method: 'POST', headers: JSON_TYPE, body: `{"requests":[${INVALID},${READ}]}` },
    [400, 'invalid-batch'],
  ],
  [
    'C345',
    '413 of the count before 406',
    { method: 'POST', headers: JSON_TYPE, body: `{"requests":[${READ},${READ}]}` },
    [413, 'limit-exceeded'],
  ],
  [
    'C346',
    '406 before anything runs',
    { method: 'POST', headers: JSON_TYPE, body: `{"requests":[${READ}]}` },
    [406, 'not-acceptable'],
  ],
];

/** The order in which a batch is checked. */
export const orderOfDecisionCases: readonly ConformanceCase[] = LADDER.map(
  ([id, title, request, expected]): ConformanceCase => ({
    id,
    level: 'MUST',
    section: 'docs/reference/wire-format#order-of-decision',
    title,
    options: LIMITS,
    async check(host) {
      const problem = assertRefused(host, await host.exchange(request), expected);
      if (id === 'C345') assert.equal(problem.limit, 'maxOperations');
      if (id === 'C342') assert.equal(problem.limit, 'maxBodyBytes');
    },
  }),
);
