import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ReadyQueue } from '#core/plan/ready-queue.js';

test('an empty queue has nothing to take', () => {
  const queue = new ReadyQueue();
  expect(queue.least).toBeUndefined();
  expect(queue.take()).toBeUndefined();
  expect(queue.take()).toBeUndefined();
});

test('a number that is less than all that have been taken is taken next all the same', () => {
  const queue = new ReadyQueue();
  queue.add(5);
  expect(queue.take()).toBe(5);
  queue.add(3);
  queue.add(0);
  expect(queue.least).toBe(0);
  expect([queue.take(), queue.take(), queue.take()]).toEqual([0, 3, undefined]);
});

test('looking at the least does not take it', () => {
  const queue = new ReadyQueue();
  queue.add(1);
  expect([queue.least, queue.least, queue.take(), queue.least]).toEqual([1, 1, 1, undefined]);
});

test('whatever is added and taken in whatever order, the least is taken', () => {
  const step = fc.oneof(fc.nat({ max: 50 }), fc.constant('take' as const));
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat({ max: 50 })), fc.array(step, { maxLength: 60 }), (numbers, steps) => {
      const queue = new ReadyQueue();
      const waiting = new Set<number>();
      const all: (number | 'take')[] = [...numbers, ...steps];
      for (const each of all) {
        if (each === 'take') {
          const least = waiting.size === 0 ? undefined : Math.min(...waiting);
          expect(queue.least).toBe(least);
          expect(queue.take()).toBe(least);
          if (least !== undefined) waiting.delete(least);
        } else if (!waiting.has(each)) {
          queue.add(each);
          waiting.add(each);
        }
      }
      for (const left of [...waiting].sort((a, b) => a - b)) expect(queue.take()).toBe(left);
      expect(queue.take()).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});
