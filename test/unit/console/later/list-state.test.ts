import { describe, expect, test } from '@jest/globals';
import { keepProgress, mergeEntries, refusalOf } from '#console-page/later/list-state.js';
import { hasEnded, type MonitorEntry, readMonitorPage, stateOf } from '#console-page/later/monitor-entry.js';

const LIST = 'https://shop.example/batch/monitors';
const PROBLEM = 'application/problem+json';
const HTML = 'text/html; charset=utf-8';
const ENTRY = {
  monitor: '/batch/monitors/a',
  status: 'finished',
  createdAt: '2026-11-28T13:16:59.408Z',
  endedAt: '2026-11-28T13:17:00.000Z',
  expiresAt: '2026-11-29T13:17:00.000Z',
  progress: { total: 3, done: 3, succeeded: 2, failed: 1, other: 0, percent: 100 },
};

function entry(name: string, minute: number, change: Partial<MonitorEntry> = {}): MonitorEntry {
  const [read] =
    readMonitorPage({ monitors: [{ ...ENTRY, monitor: `/batch/monitors/${name}` }] }, LIST)?.entries ?? [];
  return { ...(read as MonitorEntry), createdAt: new Date(2026, 10, 28, 13, minute), ...change };
}

describe('readMonitorPage', () => {
  test('the monitors with absolute URLs', () => {
    const page = readMonitorPage({ monitors: [ENTRY], next: '/batch/monitors?before=5' }, LIST);
    expect(page).toEqual({
      entries: [
        {
          url: 'https://shop.example/batch/monitors/a',
          status: 'finished',
          createdAt: new Date(ENTRY.createdAt),
          endedAt: new Date(ENTRY.endedAt),
          expiresAt: new Date(ENTRY.expiresAt),
          progress: ENTRY.progress,
        },
      ],
      next: 'https://shop.example/batch/monitors?before=5',
    });
  });

  test.each([
    'https://evil.example/batch/monitors/a',
    '//evil.example/a',
    'javascript:alert(1)',
    'http://shop.example/batch/monitors/a',
    7,
  ])('a monitor at %s is left out: the access headers would go there', (monitor) => {
    expect(readMonitorPage({ monitors: [{ ...ENTRY, monitor }], next: monitor }, LIST)).toEqual({
      entries: [],
      next: undefined,
    });
  });

  test.each([-1, 0.5, 1e300, Number.POSITIVE_INFINITY, '3', null])('a count of %j is none', (total) => {
    const [read] = readMonitorPage({ monitors: [{ ...ENTRY, progress: { total } }] }, LIST)?.entries ?? [];
    expect(read?.progress.total).toBe(0);
  });

  test.each([undefined, null, [], {}, { monitors: {} }])('%j is no list', (value) => {
    expect(readMonitorPage(value, LIST)).toBeUndefined();
  });

  test.each([null, {}, { ...ENTRY, status: 'lost' }, { ...ENTRY, createdAt: 'yesterday' }])(
    'what is no monitor is left out',
    (value) => {
      expect(readMonitorPage({ monitors: [value, ENTRY] }, LIST)?.entries).toHaveLength(1);
    },
  );
});

test('a batch is a success only if it has ended, and every operation is one', () => {
  const fine = { ...ENTRY.progress, succeeded: 3, failed: 0 };
  expect(stateOf(entry('a', 0))).toBe('failed');
  expect(stateOf(entry('a', 0, { progress: fine }))).toBe('succeeded');
  expect(stateOf(entry('a', 0, { status: 'cancelled', progress: fine }))).toBe('other');
  expect(stateOf(entry('a', 0, { status: 'running', progress: fine }))).toBe('pending');
  expect([entry('a', 0), entry('a', 0, { status: 'cancelling' })].map(hasEnded)).toEqual([true, false]);
});

describe('mergeEntries', () => {
  const names = (entries: readonly MonitorEntry[]): string[] =>
    entries.map(({ url }) => url.slice(LIST.length + 1));

  test('a newer reading comes first, and older batches that it does not reach stay', () => {
    const known = [entry('c', 3), entry('b', 2), entry('a', 1)];
    const newer = [entry('d', 4), entry('c', 3)];
    expect(names(mergeEntries(newer, known))).toEqual(['d', 'c', 'b', 'a']);
  });

  test('what a reading reaches and does not have any more was removed', () => {
    const known = [entry('c', 3), entry('b', 2), entry('a', 1)];
    expect(names(mergeEntries([entry('c', 3), entry('a', 1)], known))).toEqual(['c', 'a']);
  });
});

test.each([
  [401, PROBLEM, true, 'access'],
  [403, HTML, undefined, 'access'],
  [404, HTML, false, 'off'],
  [404, HTML, undefined, 'off'],
  [405, PROBLEM, false, 'off'],
  [404, PROBLEM, true, 'unknown-client'],
  [404, HTML, true, 'not-routed'],
  [404, null, true, 'not-routed'],
  [500, HTML, true, 'unexpected'],
  [503, PROBLEM, false, 'unexpected'],
])('%s in %s, with async %s, is refused as %s', (status, type, isOn, reason) => {
  expect(refusalOf({ status, type, isOn })).toMatchObject({ kind: 'refused', reason });
});

test('a list that was read before an event came does not take an outcome back', () => {
  const at = (done: number) => entry('a', 1, { progress: { ...ENTRY.progress, done } });
  const doneOf = (read: number, known: number) =>
    keepProgress([at(read), entry('b', 2)], [at(known)]).map(({ progress }) => progress.done);
  expect(doneOf(0, 1)).toEqual([1, 3]);
  expect(doneOf(2, 1)).toEqual([2, 3]);
});
