import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Issue } from '#core/problem/issue.js';
import { IssueCollector } from '#core/problem/issue-collector.js';
import { checkBatchShape, checkOperationShape } from '#core/validate/batch-shape.js';
import { anyCharacter } from '../../../support/any-character.js';

function findFaults(value: unknown, mayBeEmpty?: boolean): readonly Issue[] {
  const requests = (value as { requests?: unknown } | null)?.requests;
  const operations: unknown[] = Array.isArray(requests) ? requests : [];
  const issues = new IssueCollector();
  checkBatchShape({ value, mayBeEmpty }, issues);
  operations.forEach((operation, index) => {
    checkOperationShape(operation, index, issues);
  });
  return issues.found;
}

function issuesOf(value: unknown): [pointer: string, code: string][] {
  return findFaults(value)
    .map(({ pointer, code }): [string, string] => [pointer, code])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

const REFERENCE = { at: '/url/a', from: 'a', value: '/status' };

function faultsOfOperation(members: object): [pointer: string, code: string][] {
  return issuesOf({ requests: [{ method: 'GET', url: '/', ...members }] });
}

describe('checkBatchShape and checkOperationShape', () => {
  test('reports no issue for a batch with every member', () => {
    const operation = {
      id: 'A.z_~-9',
      method: 'POST',
      url: '/',
      headers: { a: '' },
      body: null,
      bodyEncoding: 'text',
      dependsOn: ['b'],
      atomicityGroup: 'c',
      references: [REFERENCE],
    };
    expect(issuesOf({ requests: [operation] })).toEqual([]);
  });

  test.each([null, 1, 'a', true, []])('requires an object, not %j', (value) => {
    expect(issuesOf(value)).toEqual([['#', 'wrong-type']]);
  });

  test.each<[value: unknown, pointer: string, code: string]>([
    [{}, '#/requests', 'missing'],
    [{ requests: {} }, '#/requests', 'wrong-type'],
    [{ requests: null }, '#/requests', 'wrong-type'],
    [{ requests: [] }, '#/requests', 'empty'],
    [{ requests: [1] }, '#/requests/0', 'wrong-type'],
    [{ requests: [null] }, '#/requests/0', 'wrong-type'],
  ])('finds in %j at %s: %s', (value, pointer, code) => {
    expect(issuesOf(value)).toEqual([[pointer, code]]);
  });

  test('allows a batch without operations only if its format does', () => {
    expect(findFaults({ requests: [] }, true)).toEqual([]);
    expect(findFaults({ requests: [] }, false)).toHaveLength(1);
    expect(findFaults({ requests: [], x: 1 }, true).map(({ code }) => code)).toEqual(['unknown-member']);
  });

  test.each<[members: object, pointer: string, code: string]>([
    [{ method: 1 }, '#/requests/0/method', 'wrong-type'],
    [{ method: undefined }, '#/requests/0/method', 'missing'],
    [{ url: null }, '#/requests/0/url', 'wrong-type'],
    [{ headers: [] }, '#/requests/0/headers', 'wrong-type'],
    [{ headers: { 'a/b~c': 1 } }, '#/requests/0/headers/a~1b~0c', 'wrong-type'],
    [{ headers: { a: ['b'] } }, '#/requests/0/headers/a', 'wrong-type'],
    [{ bodyEncoding: 'hex' }, '#/requests/0/bodyEncoding', 'invalid-value'],
    [{ bodyEncoding: null }, '#/requests/0/bodyEncoding', 'invalid-value'],
    [{ id: 1 }, '#/requests/0/id', 'wrong-type'],
    [{ id: '' }, '#/requests/0/id', 'invalid-id'],
    [{ id: 'a\n' }, '#/requests/0/id', 'invalid-id'],
    [{ id: '\ud83d' }, '#/requests/0/id', 'invalid-id'],
    [{ id: 'a'.repeat(257) }, '#/requests/0/id', 'invalid-id'],
    [{ dependsOn: 'a' }, '#/requests/0/dependsOn', 'wrong-type'],
    [{ dependsOn: null }, '#/requests/0/dependsOn', 'wrong-type'],
    [{ dependsOn: ['a', 1] }, '#/requests/0/dependsOn/1', 'wrong-type'],
    [{ atomicityGroup: 1 }, '#/requests/0/atomicityGroup', 'wrong-type'],
    [{ atomicityGroup: '' }, '#/requests/0/atomicityGroup', 'invalid-id'],
    [{ atomicityGroup: 'a'.repeat(257) }, '#/requests/0/atomicityGroup', 'invalid-id'],
    [{ references: {} }, '#/requests/0/references', 'wrong-type'],
    [{ references: [1] }, '#/requests/0/references/0', 'wrong-type'],
    [{ references: [{ from: 'a', value: '/status' }] }, '#/requests/0/references/0/at', 'missing'],
    [{ references: [{ at: '/url/a', value: '/status' }] }, '#/requests/0/references/0/from', 'missing'],
    [{ references: [{ at: '/url/a', from: 'a' }] }, '#/requests/0/references/0/value', 'missing'],
    [{ references: [{ ...REFERENCE, at: 1 }] }, '#/requests/0/references/0/at', 'wrong-type'],
    [{ references: [{ ...REFERENCE, from: null }] }, '#/requests/0/references/0/from', 'wrong-type'],
    [{ references: [{ ...REFERENCE, value: [] }] }, '#/requests/0/references/0/value', 'wrong-type'],
    [{ references: [{ ...REFERENCE, to: 'x' }] }, '#/requests/0/references/0/to', 'unknown-member'],
    [{ Method: 'GET' }, '#/requests/0/Method', 'unknown-member'],
    [{ constructor: 1 }, '#/requests/0/constructor', 'unknown-member'],
    [{ toString: 1 }, '#/requests/0/toString', 'unknown-member'],
    [{ 'é/': 1 }, '#/requests/0/%C3%A9~1', 'unknown-member'],
    [{ '\ud800': 1 }, '#/requests/0/%EF%BF%BD', 'unknown-member'],
  ])('finds in an operation with %j at %s: %s', (members, pointer, code) => {
    expect(faultsOfOperation(members)).toEqual([[pointer, code]]);
  });

  test.each(['execution', 'onError'])('accepts only the known values of %s', (member) => {
    for (const value of ['x', '', null, 1, true, ['stop'], 'Sequential', 'STOP']) {
      expect(issuesOf({ requests: [{ method: 'GET', url: '/' }], [member]: value })).toEqual([
        [`#/${member}`, 'invalid-value'],
      ]);
    }
  });

  test.each([
    ['execution', 'parallel'],
    ['execution', 'sequential'],
    ['onError', 'continue'],
    ['onError', 'stop'],
  ])('takes %s %s', (member, value) => {
    expect(issuesOf({ requests: [{ method: 'GET', url: '/' }], [member]: value })).toEqual([]);
  });

  test('reports __proto__ as an unknown member', () => {
    const value: unknown = JSON.parse(
      '{"requests":[{"method":"GET","url":"/","__proto__":{}}],"__proto__":1}',
    );
    expect(issuesOf(value)).toEqual([
      ['#/__proto__', 'unknown-member'],
      ['#/requests/0/__proto__', 'unknown-member'],
    ]);
  });

  test('accepts an id of 256 characters', () => {
    expect(faultsOfOperation({ id: '📷'.repeat(256) })).toEqual([]);
  });

  test('reports all issues at once', () => {
    expect(issuesOf({ requests: [{ method: 1 }, { url: '/', headers: { a: 1 }, x: 1 }], y: 1 })).toEqual([
      ['#/requests/0/method', 'wrong-type'],
      ['#/requests/0/url', 'missing'],
      ['#/requests/1/headers/a', 'wrong-type'],
      ['#/requests/1/method', 'missing'],
      ['#/requests/1/x', 'unknown-member'],
      ['#/y', 'unknown-member'],
    ]);
  });

  test('never throws, and every pointer is a URI fragment', () => {
    const key = fc.oneof(
      fc.constantFrom('requests', 'method', 'headers', 'id'),
      fc.string({ unit: anyCharacter }),
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof({ maxDepth: 4 }, fc.jsonValue(), tie('object'), fc.array(tie('any'), { maxLength: 3 })),
      object: fc.dictionary(key, tie('any'), { maxKeys: 4 }),
    })).object;
    fc.assert(
      fc.property(value, (batch) => {
        for (const { pointer, detail } of findFaults(batch)) {
          expect(pointer).toMatch(/^#(\/[^\s/#"<>\\^`{|}]*)*$/);
          expect(detail).not.toBe('');
        }
      }),
      { numRuns: 500 },
    );
  });
});
