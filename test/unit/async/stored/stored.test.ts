import { describe, expect, test } from '@jest/globals';
import type { WorkPart } from '@multistatus/core/adapter';
import { readJobPayload, writeJobPayload } from '#async/stored/job-payload.js';
import { type RecordAbout, readAbout, writeAbout } from '#async/stored/record-about.js';
import { toOperation } from '../../core/outcomes.js';

const ANSWER = {
  format: 'json',
  mediaType: 'application/json',
  isMinimal: false,
  applied: ['return=minimal'],
};
const ABOUT: RecordAbout = {
  endpoint: 'photos',
  queue: 'memory',
  kind: 'batch',
  principal: { id: 7, name: 'ünï\u{1F600}' },
  headers: { 'accept-language': 'de', via: ['a', 'b'] },
  connection: { remoteAddress: '203.0.113.7', encrypted: true },
  head: { answer: ANSWER, path: '/batch', host: 'photos.example' },
  appVersion: '1.2',
};
const BATCH: WorkPart = {
  kind: 'batch',
  batch: {
    batchId: 'id',
    operations: [
      toOperation({ index: 3, id: 'a', body: new Uint8Array([0, 255]) }),
      toOperation({ index: 7, id: 'b' }),
    ],
    plan: [
      { name: 'a', isGroup: false, operations: [3], dependencies: [], depth: 0 },
      { name: 'b', isGroup: false, operations: [7], dependencies: [0], depth: 1 },
    ],
    isSequential: false,
    stopAfter: undefined,
    allowed: [7],
    format: 'json',
    answer: ANSWER,
    path: '/batch',
    host: 'photos.example',
  },
};
const LIST: WorkPart = {
  kind: 'list',
  list: {
    batchId: 'id',
    method: 'PATCH',
    answer: ANSWER,
    path: '/photos',
    host: undefined,
    idempotencyKey: '"k"',
  },
  part: {
    firstIndex: 50,
    items: [{ value: { n: 1 } }, { value: null }, { slug: 'malformed-item', detail: 'no JSON' }],
  },
};

/** Returns a text with one member replaced. */
function replaced(text: string, path: readonly string[], value: unknown): string {
  const root = JSON.parse(text) as Record<string, unknown>;
  let at = root;
  for (const name of path.slice(0, -1)) at = at[name] as Record<string, unknown>;
  at[path.at(-1) ?? ''] = value;
  return JSON.stringify(root);
}

test('a record keeps what it is about', () => {
  expect(readAbout(writeAbout(ABOUT))).toEqual(ABOUT);
  const least = { ...ABOUT, principal: undefined, appVersion: undefined };
  expect(readAbout(writeAbout(least))).toEqual(least);
});

test.each([
  ['a part of a batch', BATCH],
  ['a part of a list', LIST],
] as const)('a job keeps %s', (_what, part) => {
  expect(readJobPayload(writeJobPayload(part))).toEqual(part);
});

describe('what is damaged is not used', () => {
  const about = writeAbout(ABOUT);
  const batch = writeJobPayload(BATCH);
  const list = writeJobPayload(LIST);

  test.each<[read: (text: string) => unknown, text: string]>([
    [readAbout, about.slice(1)],
    [readAbout, 'null'.repeat(2)],
    [readAbout, replaced(about, ['endpoint'], 7)],
    [readAbout, replaced(about, ['kind'], 'other')],
    [readAbout, replaced(about, ['headers'], { via: 7 })],
    [readAbout, replaced(about, ['connection'], null)],
    [readAbout, replaced(about, ['head'], [])],
    [readAbout, replaced(about, ['head', 'path'], undefined)],
    [readAbout, replaced(about, ['head', 'host'], 7)],
    [readAbout, replaced(about, ['head', 'answer', 'applied'], [7])],
    [readAbout, replaced(about, ['appVersion'], 7)],
    [readJobPayload, batch.slice(1)],
    [readJobPayload, replaced(batch, ['kind'], 'other')],
    [readJobPayload, replaced(batch, ['plan'], [])],
    [readJobPayload, replaced(list, ['list', 'method'], 7)],
    [readJobPayload, replaced(list, ['list', 'idempotencyKey'], 7)],
    [readJobPayload, replaced(list, ['list', 'answer', 'isMinimal'], 7)],
    [readJobPayload, replaced(list, ['part', 'firstIndex'], -1)],
    [readJobPayload, replaced(list, ['part', 'items'], [{}])],
    [readJobPayload, replaced(list, ['part', 'items'], {})],
  ])('%p: %s', (read, text) => {
    expect(() => read(text)).toThrow(TypeError);
    expect(() => read(text)).toThrow(/damaged/);
  });

  test.each([
    [readAbout, about],
    [readJobPayload, batch],
    [readJobPayload, list],
  ] as const)('what another version has written is not read: %p', (read, text) => {
    expect(() => read(replaced(text, ['version'], 99))).toThrow(/version 99/);
  });
});
