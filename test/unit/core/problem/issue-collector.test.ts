import { expect, test } from '@jest/globals';
import { MAX_ISSUES } from '#core/problem/issue.js';
import { IssueCollector } from '#core/problem/issue-collector.js';

test('keeps issues in the order in which they were added', () => {
  const issues = new IssueCollector();
  expect([issues.found, issues.isFull]).toEqual([[], false]);
  issues.add('#/a', 'first', 'A');
  issues.add('#/b', 'second', 'B');
  expect(issues.found).toEqual([
    { pointer: '#/a', code: 'first', detail: 'A' },
    { pointer: '#/b', code: 'second', detail: 'B' },
  ]);
});

test('is full after 1 000 issues, and ignores the rest', () => {
  const issues = new IssueCollector();
  for (let number = 0; number < MAX_ISSUES; number += 1) {
    expect(issues.isFull).toBe(false);
    issues.add(`#/${number}`, 'code', '');
  }
  expect(issues.isFull).toBe(true);
  issues.add('#/more', 'code', '');
  expect(issues.found).toHaveLength(1_000);
  expect(issues.found.at(-1)?.pointer).toBe('#/999');
});
