import { expect, test } from '@jest/globals';
import { SummaryCounter } from '@multistatus/document';

test('SummaryCounter counts every result once, and its total is their sum', () => {
  const counter = new SummaryCounter();
  expect(counter.summary).toEqual({ total: 0, succeeded: 0, failed: 0, other: 0 });
  for (const result of ['succeeded', 'failed', 'failed', 'other', 'failed'] as const) counter.add(result);
  expect(counter.summary).toEqual({ total: 5, succeeded: 1, failed: 3, other: 1 });
});
