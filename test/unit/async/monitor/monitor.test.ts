import { describe, expect, test } from '@jest/globals';
import { chooseType } from '#async/monitor/choose-type.js';
import { progressOf, retryAfterSeconds } from '#async/monitor/monitor-state.js';
import { PollTimes } from '#async/monitor/poll-times.js';
import { writeMonitorXml } from '#async/monitor/write-monitor.js';

describe('the kind of an answer', () => {
  test.each([
    [undefined, 'json'],
    ['*/*', 'json'],
    ['application/json', 'json'],
    ['application/xml', 'xml'],
    ['text/xml', 'xml'],
    ['application/xml, application/json;q=0.9', 'xml'],
    ['application/x-ndjson', 'ndjson'],
    ['text/event-stream', 'events'],
    ['text/event-stream, */*;q=0.1', 'events'],
    ['text/*', 'xml'],
    ['text/event-stream;q=0, */*', 'json'],
    ['text/csv', 'json'],
  ])('%s: %s', (accept, type) => {
    expect(chooseType({ accept }, 'json')).toBe(type);
  });

  test('is that of the request if the client has no preference', () => {
    expect(chooseType({ accept: '*/*' }, 'xml')).toBe('xml');
  });
});

test.each([
  [0, 1],
  [9_999, 1],
  [20_000, 2],
  [299_999, 29],
  [300_000, 30],
  [86_400_000, 30],
])('after %d ms, a client is told to come back after %d s', (elapsed, seconds) => {
  expect(retryAfterSeconds({ createdAt: 1_000, now: 1_000 + elapsed })).toBe(seconds);
});

test('percent is 100 only if everything has an outcome', () => {
  const percentOf = (done: number, units: number): number =>
    progressOf({ units, done, succeeded: done, failed: 0 }).percent;
  expect([percentOf(0, 1000), percentOf(9, 1000), percentOf(10, 1000)]).toEqual([0, 0, 1]);
  expect([percentOf(999, 1000), percentOf(1000, 1000)]).toEqual([99, 100]);
});

test('the path of a monitor may have any character of a path', () => {
  const progress = progressOf({ units: 1, done: 0, succeeded: 0, failed: 0 });
  const xml = writeMonitorXml({
    status: 'running',
    monitor: '/a&b"<c>/monitors/x',
    retryAfterSeconds: 1,
    createdAt: '2026-11-28T13:16:59.408Z',
    progress,
  });
  expect(xml).toContain(' href="/a&amp;b&quot;&lt;c>/monitors/x" ');
});

test('the times of the last requests are remembered of a bounded number of monitors', () => {
  const polls = new PollTimes(60_000);
  for (let n = 0; n <= 10_000; n += 1) polls.check(`ref-${n}`);
  expect(() => polls.check('ref-1')).toThrow('The monitor may be read once in 60000 milliseconds');
  expect(() => polls.check('ref-0')).not.toThrow();
});
