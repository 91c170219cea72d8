import assert from 'node:assert/strict';
import { elementsOf, type XmlElement } from '../../support/multistatus-rules.js';
import { assertProblemOutcome, textOf } from '../assert-problem.js';
import { assertAfter, assertChain, assertUntimed, CHAIN, timingOf } from '../assert-timing.js';
import { get, statusesOf, type WrittenOperation } from '../batch-requests.js';
import type { ConformanceCase, JsonDocument, JsonResponse, RunningHost, WireAnswer } from '../case.js';
import { post, sendKeyed } from '../keyed-batch.js';
import { batchAsXml } from '../read-xml-document.js';
import { postJson } from '../refusal-case.js';

const SECTION = 'docs/reference/wire-format#timing';
const TIMED = { timings: true } as const;

function timingElements(element: XmlElement | undefined): readonly XmlElement[] {
  assert.ok(element !== undefined);
  return elementsOf(element, '{urn:multistatus:xml:1}timing');
}

async function linesOf(host: RunningHost): Promise<readonly JsonResponse[]> {
  const answer = await postJson(host, { requests: CHAIN }, { accept: 'application/x-ndjson' });
  const lines = textOf(answer).trimEnd().split('\n').slice(0, -1);
  return lines
    .map((line) => JSON.parse(line) as JsonResponse & { readonly index: number })
    .toSorted((a, b) => a.index - b.index);
}

function documentOf(answer: WireAnswer): JsonDocument {
  assert.equal(answer.status, 207, textOf(answer));
  return JSON.parse(textOf(answer)) as JsonDocument;
}

/** When operations ran. Only the shape and the order of times are checked, never how long they are. */
export const timingsCases: readonly ConformanceCase[] = [
  {
    id: 'C1340',
    level: 'MUST',
    section: SECTION,
    comparable: false, // NDJSON is in the order in which operations end
    title: 'without the option timings no answer says when an operation ran',
    async check(host) {
      for (const response of (await host.batch(CHAIN)).responses) assertUntimed(response);
      for (const line of await linesOf(host)) assertUntimed(line);
      const { responses } = await batchAsXml(host, CHAIN);
      for (const { element } of responses) assert.deepEqual(timingElements(element), []);
    },
  },
  {
    id: 'C1341',
    level: 'MUST',
    section: SECTION,
    options: TIMED,
    comparable: false,
    everySetup: true,
    title: 'with it, the JSON says when each operation ran, and nothing of those that did not',
    async check(host) {
      assertChain((await host.batch(CHAIN)).responses);
    },
  },
  {
    id: 'C1342',
    level: 'MUST',
    section: SECTION,
    options: TIMED,
    comparable: false,
    title: 'in XML it is M:timing, after the trailers and before extensions',
    async check(host) {
      const { responses } = await batchAsXml(host, CHAIN);
      assertChain(
        responses.map(({ element, status }) => {
          const [timing, ...others] = timingElements(element);
          assert.deepEqual(others, []);
          const response = { href: '', status: Number(status.split(' ')[1]) };
          if (timing === undefined) return response;
          assert.equal(elementsOf(element).at(-1), timing);
          assert.deepEqual(Object.keys(timing.attributes), ['{}start', '{}duration']);
          const [startMs, durationMs] = Object.values(timing.attributes).map(Number);
          return { ...response, timing: { startMs: startMs!, durationMs: durationMs! } };
        }),
      );
    },
  },
  {
    id: 'C1343',
    level: 'MUST',
    section: SECTION,
    options: TIMED,
    comparable: false,
    title: 'each line of NDJSON has it',
    async check(host) {
      assertChain(await linesOf(host));
    },
  },
  {
    id: 'C1344',
    level: 'MUST',
    section: SECTION,
    options: { ...TIMED, transaction: 'keeps' },
    comparable: false,
    title: 'each operation of a group has its own, even if the group was rolled back',
    async check(host) {
      const member = (url: string): WrittenOperation => ({ method: 'POST', url, atomicityGroup: 'g' });
      const committed = (await host.batch([member('/echo'), member('/status/201')])).responses;
      assertAfter(timingOf(committed[1]), timingOf(committed[0]));
      const { responses } = await host.batch([member('/echo'), member('/problem'), member('/echo')]);
      assert.deepEqual(statusesOf(responses), [424, 423, 424]);
      assertAfter(timingOf(responses[1]), timingOf(responses[0]));
      assertUntimed(responses[2]);
    },
  },
  {
    id: 'C1345',
    level: 'MUST',
    section: SECTION,
    options: { ...TIMED, transaction: 'keeps', limits: { operationTimeoutMs: 40, concurrency: 1 } },
    comparable: false,
    title:
      'an operation that is aborted has the time until then, in a group too; the next one starts after it',
    async check(host) {
      const alone = (await host.batch([get('/hangs'), get('/echo')])).responses;
      assertProblemOutcome(alone[0], [504, 'operation-timeout']);
      assertAfter(timingOf(alone[1]), timingOf(alone[0]));
      const atomicityGroup = 'g';
      const { responses } = await host.batch([
        get('/echo', { atomicityGroup }),
        get('/hangs', { atomicityGroup }),
        get('/echo', { atomicityGroup }),
      ]);
      assertAfter(timingOf(responses[1]), timingOf(responses[0]));
      assertUntimed(responses[2]);
    },
  },
  {
    id: 'C1346',
    level: 'MUST',
    section: SECTION,
    options: { ...TIMED, transaction: 'keeps', limits: { batchTimeoutMs: 40, concurrency: 1 } },
    comparable: false,
    title: 'at the end of the batch, what runs in a group has the time until then, and what waits has none',
    async check(host) {
      const atomicityGroup = 'g';
      const { responses } = await host.batch([
        get('/echo', { atomicityGroup }),
        get('/hangs', { atomicityGroup }),
        get('/echo', { atomicityGroup }),
        get('/echo'),
      ]);
      assert.deepEqual(statusesOf(responses), [504, 504, 503, 503]);
      assertAfter(timingOf(responses[1]), timingOf(responses[0]));
      assertUntimed(responses[2]);
      assertUntimed(responses[3]);
    },
  },
  {
    id: 'C1347',
    level: 'MUST',
    section: SECTION,
    options: { ...TIMED, allow: 'not-admin-later' },
    comparable: false,
    title: 'an operation that is not allowed, or whose reference cannot be resolved, has none',
    async check(host) {
      const references = [{ at: '/body/n', from: 'a', value: '/body/missing' }];
      const { responses } = await host.batch([
        post({ n: 1 }, { id: 'a' }),
        get('/admin'),
        post({}, { references }),
      ]);
      assert.deepEqual(statusesOf(responses), [200, 403, 424]);
      timingOf(responses[0]);
      assertUntimed(responses[1]);
      assertUntimed(responses[2]);
    },
  },
  {
    id: 'C1348',
    level: 'MUST',
    section: SECTION,
    options: { ...TIMED, journal: 'works' },
    comparable: false,
    title: 'it is kept: a batch that is sent again with its key is answered with the same times',
    async check(host) {
      const first = await sendKeyed(host, 'C1348', CHAIN);
      assertChain(documentOf(first).responses);
      const again = await sendKeyed(host, 'C1348', CHAIN);
      assert.equal(again.headers['idempotency-replayed'], 'true');
      assert.equal(textOf(again), textOf(first));
    },
  },
];
