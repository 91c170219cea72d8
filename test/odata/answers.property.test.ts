import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, test } from '@jest/globals';
import fc from 'fast-check';
import { madeUrl } from '../conformance/batch-requests.js';
import type { StartedHost } from '../conformance/hosts/host.js';
import { startMemoryHost } from '../conformance/hosts/memory.js';
import { changeset, multipart, part, postMultipart } from '../conformance/odata-batch.js';
import { type ProtocolResponse, postRequests } from '../conformance/odata-json-batch.js';
import { type AnsweredPart, readMultipartStrictly } from '../conformance/read-multipart-strictly.js';
import {
  assertJsonBody,
  assertODataError,
  assertODataResponse,
  type SeenResponse,
} from './assert-odata-response.js';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 100);

/** A request by what its target answers. */
interface Member {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** A request alone, or the requests of a changeset. */
interface Unit {
  readonly isGroup: boolean;
  readonly members: readonly Member[];
}

const member: fc.Arbitrary<Member> = fc.record({
  status: fc.oneof({ weight: 6, arbitrary: fc.constantFrom(200, 201, 204) }, fc.constantFrom(400, 409, 500)),
  type: fc.constantFrom('application/json', 'application/xml', 'text/plain;charset=utf-8', 'image/png'),
  text: fc.oneof(
    fc.constantFrom('{"a": [1.0,\r\n 12345678901234567890]}', '"é😀"', ''),
    fc.string({ unit: 'grapheme' }),
  ),
});
const units: fc.Arbitrary<readonly Unit[]> = fc.array(
  fc.oneof(
    member.map((only) => ({ isGroup: false, members: [only] })),
    fc.array(member, { minLength: 1, maxLength: 4 }).map((members) => ({ isGroup: true, members })),
  ),
  { maxLength: 5 },
);

const isFailure = ({ status }: Member): boolean => status >= 400;

/** Returns the status of each request, as OData has it; what did not run because of a failure before it is 424. */
function expectedStatuses(batch: readonly Unit[], stops: boolean): readonly (readonly number[])[] {
  let hasStopped = false;
  return batch.map(({ members }) => {
    if (hasStopped) return members.map(() => 424);
    const culprit = members.findIndex(isFailure);
    hasStopped = stops && culprit !== -1;
    return members.map(({ status }, at) => (culprit === -1 || at === culprit ? status : 424));
  });
}

function urlOf({ status, type, text }: Member): string {
  const hasBody = status !== 204 && text !== '';
  return madeUrl({ status, ...(hasBody ? { type, text } : {}), set: { ETag: '"1"', Location: '/x(1)' } });
}

function postJsonBatch(host: StartedHost, batch: readonly Unit[], accept: string) {
  const requests = batch.flatMap(({ isGroup, members }, at) =>
    members.map((each, number) => ({
      id: `${at}.${number}`,
      method: 'post',
      url: urlOf(each),
      ...(isGroup ? { atomicityGroup: `g${at}` } : {}),
    })),
  );
  return postRequests(host, requests, { accept });
}

function postMultipartBatch(
  host: StartedHost,
  batch: readonly Unit[],
  headers: Readonly<Record<string, string>>,
) {
  const parts = batch.map(({ isGroup, members }, at) => {
    const written = members.map((each, number) => part(`POST ${urlOf(each)}`, { id: `${at}.${number}` }));
    return isGroup ? changeset(written) : String(written[0]);
  });
  return postMultipart(host, multipart(parts), headers);
}

/** Checks an answer in JSON: each request has its response, with the status that it must have. */
function assertJsonAnswer(
  bytes: Uint8Array,
  batch: readonly Unit[],
  { stops, namesGroups }: { readonly stops: boolean; readonly namesGroups: boolean },
): void {
  const value = JSON.parse(Buffer.from(bytes).toString()) as {
    readonly responses: readonly ProtocolResponse[];
  };
  const expected = expectedStatuses(batch, stops).flatMap((statuses, at) =>
    statuses.map((status, number) => `${at}.${number} ${status} ${groupOf(batch[at], at, namesGroups)}`),
  );
  assert.deepEqual(
    value.responses.map(({ id, status, atomicityGroup }) => `${id} ${status} ${atomicityGroup ?? '-'}`),
    expected,
  );
  for (const { status, headers, body } of value.responses) {
    for (const name of Object.keys(headers)) assert.equal(name, name.toLowerCase());
    assertODataResponse({ status, headers, body });
    assertJsonBody({ status, headers, body });
    if (status === 424) assertODataError(body);
  }
}

function groupOf(unit: Unit | undefined, at: number, isNamed: boolean): string {
  if (unit?.isGroup !== true) return '-';
  return isNamed ? `g${at}` : `~${at + 1}`;
}

/** Checks an answer in multipart: a failed changeset is one part, and what did not run is omitted. */
function assertMultipartAnswer(
  answer: Parameters<typeof readMultipartStrictly>[0],
  batch: readonly Unit[],
  stops: boolean,
): void {
  const answered = readMultipartStrictly(answer);
  const expected: unknown[] = [];
  for (const [at, statuses] of expectedStatuses(batch, stops).entries()) {
    const names = statuses.map((status, number) => `${at}.${number} ${status}`);
    const culprit = statuses.findIndex((status) => status >= 400 && status !== 424);
    const hasRun = statuses.some((status) => status !== 424);
    if (!hasRun) continue;
    if (culprit !== -1) expected.push(names[culprit]);
    else expected.push(batch[at]?.isGroup === true ? names : names[0]);
  }
  const outline = (each: AnsweredPart): string => `${each.id ?? '-'} ${each.status}`;
  assert.deepEqual(
    answered.map((unit) => ('status' in unit ? outline(unit) : unit.map(outline))),
    expected,
  );
  for (const unit of answered.flat()) assertODataResponse(seenPart(unit));
}

function seenPart({ status, headers, body }: AnsweredPart): SeenResponse {
  const fields = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    status,
    headers: Object.fromEntries(fields) as Record<string, string>,
    body: body === '' ? undefined : body,
  };
}

describe('the answer to any batch is one of OData', () => {
  let host: StartedHost;
  beforeAll(async () => {
    const options = { format: 'odata', transaction: 'keeps' } as const;
    host = await startMemoryHost({ bodyParser: 'none', mount: '/', options, answerHeaders: {} });
  });
  afterAll(() => host.close());

  const check = (run: (batch: readonly Unit[]) => Promise<void>) =>
    fc.assert(fc.asyncProperty(units, run), { numRuns: RUNS });

  test('JSON to JSON', () =>
    check(async (batch) => {
      const answer = await postJsonBatch(host, batch, 'application/json');
      assert.deepEqual([answer.status, answer.headers['odata-version']], [200, '4.01']);
      assertJsonAnswer(answer.bytes, batch, { stops: false, namesGroups: true });
    }));

  test('JSON to multipart', () =>
    check(async (batch) => {
      const answer = await postJsonBatch(host, batch, 'multipart/mixed');
      assertMultipartAnswer(answer, batch, false);
    }));

  test('multipart to multipart', () =>
    check(async (batch) => {
      const answer = await postMultipartBatch(host, batch, { accept: 'application/json' });
      assert.equal(answer.headers['odata-version'], '4.0');
      assertMultipartAnswer(answer, batch, true);
    }));

  test('multipart to JSON', () =>
    check(async (batch) => {
      const headers = { accept: 'application/json', 'odata-maxversion': '4.01' };
      const answer = await postMultipartBatch(host, batch, headers);
      assertJsonAnswer(answer.bytes, batch, { stops: true, namesGroups: false });
    }));
});
