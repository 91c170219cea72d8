import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type Abortable, InFlight } from '#core/run/in-flight.js';

let ended: string[] = [];
const runner = (abort: () => void): Abortable => ({ abort, place: -1, due: 0 });

/** Something that notes its name when it is given up. */
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

describe('Running', () => {
  test('gives each up when its own time is up, by one timer', () => {
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

  test('leaves alone what has ended in time, and still sees to what comes after', () => {
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

  test('sees to what is added while others are given up', () => {
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

  test('gives up all, those without a time too, and tells what has ended before', () => {
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

  test('has no time for what only the batch ends', () => {
    const inFlight = new InFlight(100);
    inFlight.add(ending('group', inFlight), false);
    jest.advanceTimersByTime(1_000);
    expect(ended).toEqual([]);
  });

  test('needs no other clock than that of its timers', () => {
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

  test.each([Number.POSITIVE_INFINITY, 2 ** 31])('a time of %d ms is long, not none', (timeoutMs) => {
    const inFlight = new InFlight(timeoutMs);
    inFlight.add(ending('a', inFlight));
    jest.advanceTimersByTime(1_000_000);
    expect(ended).toEqual([]);
    inFlight.end();
  });
});
