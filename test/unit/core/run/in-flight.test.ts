import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type Abortable, InFlight } from '#core/run/in-flight.js';

let ended: string[] = [];
const runner = (abort: () => void): Abortable => ({ abort, slot: -1, due: 0 });

/** Something that notes its name when it is aborted. */
function ending(name: string, inFlight: InFlight): Abortable {
  const self = runner(() => {
    if (inFlight.delete(self)) ended.push(name);
  });
  return self;
}

beforeEach(() => {
  ended = [];
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('InFlight', () => {
  test('aborts each when its own time is up, with one timer', () => {
    const inFlight = new InFlight(100);
    inFlight.add(ending('a', inFlight));
    jest.advanceTimersByTime(40);
    inFlight.add(ending('b', inFlight));
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(59);
    expect(ended).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(ended).toEqual(['a']);
    jest.advanceTimersByTime(39);
    expect(ended).toEqual(['a']);
    jest.advanceTimersByTime(1);
    expect(ended).toEqual(['a', 'b']);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('does not abort what has ended in time, and still watches what is added later', () => {
    const inFlight = new InFlight(100);
    const inTime = ending('in time', inFlight);
    inFlight.add(inTime);
    inFlight.delete(inTime);
    jest.advanceTimersByTime(100);
    expect(ended).toEqual([]);
    inFlight.add(ending('late', inFlight));
    jest.advanceTimersByTime(100);
    expect(ended).toEqual(['late']);
  });

  test('watches what is added while others are aborted', () => {
    const inFlight = new InFlight(100);
    const first = runner(() => {
      inFlight.delete(first);
      inFlight.add(ending('next', inFlight));
    });
    inFlight.add(first);
    jest.advanceTimersByTime(100);
    expect(ended).toEqual([]);
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(100);
    expect(ended).toEqual(['next']);
  });

  test('aborts all, also those without a timeout, and reports what was removed before', () => {
    const inFlight = new InFlight(100);
    const [a, b, c] = ['a', 'b', 'c'].map((name) => ending(name, inFlight)) as [
      Abortable,
      Abortable,
      Abortable,
    ];
    inFlight.add(a);
    inFlight.add(b, false);
    inFlight.add(c);
    expect(inFlight.delete(a)).toBe(true);
    expect(inFlight.delete(a)).toBe(false);
    inFlight.abortAll();
    expect(ended.sort()).toEqual(['b', 'c']);
    inFlight.end();
    jest.advanceTimersByTime(1_000);
    expect(ended).toEqual(['b', 'c']);
  });

  test('sets no timer for what has no timeout', () => {
    const inFlight = new InFlight(100);
    inFlight.add(ending('group', inFlight), false);
    jest.advanceTimersByTime(1_000);
    expect(ended).toEqual([]);
  });

  test('needs no clock other than that of its timers', () => {
    jest.useFakeTimers({ doNotFake: ['performance'] });
    const inFlight = new InFlight(100);
    inFlight.add(ending('a', inFlight));
    jest.advanceTimersByTime(100);
    expect(ended).toEqual(['a']);
  });

  test('leaves no timer behind', () => {
    const inFlight = new InFlight(100);
    inFlight.add(ending('a', inFlight));
    inFlight.end();
    expect(jest.getTimerCount()).toBe(0);
  });

  test.each([Number.POSITIVE_INFINITY, 2 ** 31])('a timeout of %d ms does not fire at once', (timeoutMs) => {
    const inFlight = new InFlight(timeoutMs);
    inFlight.add(ending('a', inFlight));
    jest.advanceTimersByTime(1_000_000);
    expect(ended).toEqual([]);
    inFlight.end();
  });
});
