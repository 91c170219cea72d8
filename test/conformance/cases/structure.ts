import assert from 'node:assert/strict';
import { textOf } from '../assert-problem.js';
import type { ConformanceCase } from '../case.js';
import { postJson, type Refusal, refusalCase, refusedFaults } from '../refusal-case.js';

const READ = { method: 'GET', url: '/echo' };

const ENVELOPES: readonly Refusal[] = [
  { id: 'C100', title: 'an array in place of the batch', batch: [READ], at: '#', everySetup: true },
  { id: 'C101', title: 'null in place of the batch', batch: 'null', at: '#' },
  { id: 'C102', title: 'a number in place of the batch', batch: '1', at: '#' },
  { id: 'C103', title: 'a string in place of the batch', batch: '"x"', at: '#' },
  { id: 'C104', title: 'true in place of the batch', batch: 'true', at: '#' },
  { id: 'C105', title: 'no requests', batch: {}, at: ['#', '#/requests'], everySetup: true },
  { id: 'C106', title: 'requests is empty', batch: { requests: [] }, at: '#/requests', everySetup: true },
  { id: 'C107', title: 'requests is an object', batch: { requests: { 0: READ } }, at: '#/requests' },
  { id: 'C108', title: 'requests is a string', batch: { requests: 'GET /' }, at: '#/requests' },
  { id: 'C109', title: 'requests is null', batch: { requests: null }, at: '#/requests' },
  {
    id: 'C110',
    title: 'unknown key beside requests',
    batch: { requests: [READ], retries: 1 },
    at: ['#/retries', '#'],
    everySetup: true,
  },
  {
    id: 'C111',
    title: '__proto__ beside requests',
    batch: '{"requests":[{"method":"GET","url":"/echo"}],"__proto__":{}}',
    at: ['#/__proto__', '#'],
  },
  {
    id: 'C112',
    title: 'constructor beside requests',
    batch: { requests: [READ], constructor: {} },
    at: ['#/constructor', '#'],
  },
  {
    id: 'C113',
    title: 'operations, the name of another protocol',
    batch: { operations: [READ] },
    at: ['#/operations', '#', '#/requests'],
  },
  {
    id: 'C114',
    title: 'requests only on the prototype key',
    batch: '{"__proto__":{"requests":[{"method":"GET","url":"/echo"}]}}',
    at: ['#', '#/__proto__', '#/requests'],
  },
];

/** The batch as a whole: every issue is reported with a pointer in one 400 `invalid-batch`, and nothing runs. */
export const structureCases: readonly ConformanceCase[] = [
  ...ENVELOPES.map((row) =>
    refusalCase({ section: 'docs/reference/wire-format#members-of-a-batch', ...row }),
  ),
  {
    id: 'C180',
    level: 'MUST',
    section: 'docs/reference/problems#invalid-batch',
    title: 'all issues are reported at once',
    everySetup: true,
    async check(host) {
      const faults = await refusedFaults(host, {
        extra: true,
        requests: [
          { id: 'a', method: 'GET', url: '/echo', body: {} },
          { id: 'a', method: 'TR ACE', url: '//evil.example/' },
          {
            id: 'b\tc',
            method: 'GET',
            url: '/echo',
            headers: { host: 'evil.example', 'x-ok': 'v', 'x-bad': 'a\r\nb' },
          },
          { id: 'good', method: 'GET', url: '/echo' },
          7,
        ],
      });
      const found = faults.map((fault) => fault.pointer);
      const expected = [
        '0/body',
        '1/id',
        '1/method',
        '1/url',
        '2/id',
        '2/headers/host',
        '2/headers/x-bad',
        '4',
      ];
      for (const pointer of expected)
        assert.ok(found.includes(`#/requests/${pointer}`), `${pointer} in ${found.join()}`);
      assert.ok(found.includes('#/extra') || found.includes('#'), found.join());
      assert.ok(!found.some((pointer) => pointer.startsWith('#/requests/3')), 'the sound one is not blamed');
      assert.ok(!found.includes('#/requests/2/headers/x-ok'), 'the sound header is not blamed');
    },
  },
  {
    id: 'C181',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#which-operations-may-run',
    title: 'one invalid operation among valid ones prevents all of them from running',
    everySetup: true,
    async check(host) {
      await refusedFaults(host, {
        requests: [READ, READ, { method: 'GET', url: 'http://evil.example/' }, READ],
      });
    },
  },
  {
    id: 'C182',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#limits-of-the-request',
    title: 'an issue does not echo a long input',
    async check(host) {
      const answer = await postJson(host, {
        requests: [{ ...READ, ['k'.repeat(50)]: 1, id: '!'.repeat(5000) }],
      });
      assert.equal(answer.status, 400);
      assert.ok(answer.bytes.length < 2000, `${answer.bytes.length} bytes: ${textOf(answer).slice(0, 300)}`);
    },
  },
  {
    id: 'C187',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#limits-of-the-request',
    title: 'a batch full of issues is not answered with a document many times its size',
    async check(host) {
      const answer = await postJson(host, `{"requests":[${'0,'.repeat(50_000)}0]}`);
      assert.equal(answer.status, 400);
      assert.equal(host.calls(), 0);
      assert.ok(answer.bytes.length < 200_000, `${answer.bytes.length} bytes`);
    },
  },
];
