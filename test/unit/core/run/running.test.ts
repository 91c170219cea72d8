import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type Runner, Running } from '#core/run/running.js';

let ended: string[] = [];
const runner = (giveUp: () => void): Runner => ({ giveUp, place: -1, due: 0 });

/** Something that notes its name when it is given up. */
function ending(name: string, running: Running): Runner {
  const self = runner(() => {
    if (running.delete(self)) ended.push(name);
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
    const running = new Running(100);
    running.add(ending('a', running));
    jest.advanceTimersByTime(40);
    running.add(ending('b', running));
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
    const running = new Running(100);
    const inTime = ending('in time', running);
    running.add(inTime);
    running.delete(inTime);
    jest.advanceTimersByTime(100);
    expect(ended).toEqual([]);
    running.add(ending('late', running));
    jest.advanceTimersByTime(100);
    expect(ended).toEqual(['late']);
  });

  test('sees to what is added while others are given up', () => {
    const running = new Running(100);
    const first = runner(() => {
      running.delete(first);
      running.add(ending('next', running));
    });
    running.add(first);
    jest.advanceTimersByTime(100);
    expect(ended).toEqual([]);
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(100);
    expect(ended).toEqual(['next']);
  });

  test('gives up all, those without a time too, and tells what has ended before', () => {
    const running = new Running(100);
    const [a, b, c] = ['a', 'b', 'c'].map((name) => ending(name, running)) as [Runner, Runner, Runner];
    running.add(a);
    running.add(b, false);
    running.add(c);
    expect(running.delete(a)).toBe(true);
    expect(running.delete(a)).toBe(false);
    running.giveUpAll();
    expect(ended.sort()).toEqual(['b', 'c']);
    running.end();
    jest.advanceTimersByTime(1_000);
    expect(ended).toEqual(['b', 'c']);
  });

  test('has no time for what only the batch ends', () => {
    const running = new Running(100);
    running.add(ending('group', running), false);
    jest.advanceTimersByTime(1_000);
    expect(ended).toEqual([]);
  });

  test('needs no other clock than that of its timers', () => {
    jest.useFakeTimers({ doNotFake: ['performance'] });
    const running = new Running(100);
    running.add(ending('a', running));
    jest.advanceTimersByTime(100);
    expect(ended).toEqual(['a']);
  });

  test('leaves no timer behind', () => {
    const running = new Running(100);
    running.add(ending('a', running));
    running.end();
    expect(jest.getTimerCount()).toBe(0);
  });

  test.each([Number.POSITIVE_INFINITY, 2 ** 31])('a time of %d ms is long, not none', (timeoutMs) => {
    const running = new Running(timeoutMs);
    running.add(ending('a', running));
    jest.advanceTimersByTime(1_000_000);
    expect(ended).toEqual([]);
    running.end();
  });
});
