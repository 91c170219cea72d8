import { expect, test } from '@jest/globals';
import { findDependencyIssue } from '#core/plan/find-dependency-issue.js';
import { toOperation } from '../outcomes.js';

const OPERATION = toOperation({ id: 'a', atomicityGroup: 'g' });
const OTHER = toOperation({ index: 1, id: 'b', atomicityGroup: 'g' });
const GROUP = { operation: undefined };

test.each([
  ['another operation', 'b', false, { operation: OTHER }],
  ['a value of another operation', 'b', true, { operation: OTHER }],
  ['another group', 'h', false, GROUP],
])('an operation may depend on %s', (_label, name, isReference, named) => {
  expect(findDependencyIssue({ name, pointer: '#/x', isReference }, OPERATION, named)).toBeUndefined();
});

test.each([
  ['x', false, undefined, 'unknown-dependency'],
  ['x', true, undefined, 'unknown-reference'],
  ['h', true, GROUP, 'unknown-reference'],
  ['a', false, { operation: OPERATION }, 'self-dependency'],
  ['a', true, { operation: OPERATION }, 'self-dependency'],
  ['g', false, GROUP, 'self-dependency'],
])(
  'a dependency on %s (for a value: %s), which is %j, has the issue %s',
  (name, isReference, named, code) => {
    expect(findDependencyIssue({ name, pointer: '#/x', isReference }, OPERATION, named)).toEqual({
      code,
      detail: expect.any(String),
    });
  },
);
