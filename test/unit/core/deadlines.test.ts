import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Deadlines, type Ending } from '../../../packages/core/src/deadlines.js';

let ended: string[] = [];
const ending = (name: string): Ending => ({ giveUp: () => void ended.push(name) });

beforeEach(() => {
  ended = [];
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('Deadlines', () => {
  test('gives each up when its own time is up, by one timer', () => {
    const deadlines = new Deadlines(100);
    deadlines.add(ending('a'));
    jest.advanceTimersByTime(40);
    deadlines.add(ending('b'));
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
    const deadlines = new Deadlines(100);
    const inTime = ending('in time');
    deadlines.add(inTime);
    deadlines.delete(inTime);
    jest.advanceTimersByTime(100);
    expect(ended).toEqual([]);
    deadlines.add(ending('late'));
    jest.advanceTimersByTime(100);
    expect(ended).toEqual(['late']);
  });

  test('sees to what is added while others are given up', () => {
    const deadlines = new Deadlines(100);
    deadlines.add({ giveUp: () => deadlines.add(ending('next')) });
    jest.advanceTimersByTime(100);
    expect(ended).toEqual([]);
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(100);
    expect(ended).toEqual(['next']);
  });

  test('leaves no timer behind', () => {
    const deadlines = new Deadlines(100);
    deadlines.add(ending('a'));
    deadlines.end();
    expect(jest.getTimerCount()).toBe(0);
  });

  test.each([Number.POSITIVE_INFINITY, 2 ** 31])('a time of %d ms is long, not none', (timeoutMs) => {
    const deadlines = new Deadlines(timeoutMs);
    deadlines.add(ending('a'));
    jest.advanceTimersByTime(1_000_000);
    expect(ended).toEqual([]);
    deadlines.end();
  });
});
