import { expect, test } from '@jest/globals';
import { nextNode } from '#console-page/graph/next-node.js';

const BOXES = [
  [0, 50],
  [200, 0],
  [200, 60],
  [200, 120],
  [400, 60],
].map(([x = 0, y = 0]) => ({ x, y, width: 100, height: 40 }));

test.each([
  [0, 'ArrowRight', 2],
  [2, 'ArrowUp', 1],
  [2, 'ArrowDown', 3],
  [2, 'ArrowLeft', 0],
  [1, 'ArrowRight', 4],
  [4, 'ArrowRight', undefined],
  [0, 'Tab', undefined],
  [9, 'ArrowLeft', undefined],
])('from %s, %s leads to %s', (current, key, next) => {
  expect(nextNode(BOXES, current, key)).toBe(next);
});
