import { describe, expect, test } from '@jest/globals';
import { changeBetween } from '#console-page/compose/change-between.js';
import { checkDraft } from '#console-page/compose/check-draft.js';

/** Returns the faults of a text: the text that each is about, its place, and its code. */
function faultsIn(text: string, rules = {}): unknown[] {
  return checkDraft(text, rules).map(({ start, end, line, column, code }) => [
    text.slice(start, end),
    `${line}:${column}`,
    code,
  ]);
}

describe('checkDraft', () => {
  test('finds the place of every fault, in the order of the text', () => {
    const text =
      '{\n "requests": [\n  { "method": "GET" },\n  { "url": "x", "method": 5, "urll": "/" }\n ],\n "a": 1 }';
    expect(faultsIn(text)).toEqual([
      ['{', '3:3', 'missing'],
      ['"x"', '4:12', 'not-a-path'],
      ['5', '4:27', 'wrong-type'],
      ['"/"', '4:38', 'unknown-member'],
      ['1', '6:7', 'unknown-member'],
    ]);
  });

  test('finds the character in malformed JSON, and the end of a text that is not complete', () => {
    expect(faultsIn('{ "requests": [\n  {,} ] }')).toEqual([[',', '2:4', 'malformed-json']]);
    expect(faultsIn('{\n')).toEqual([['', '2:1', 'malformed-json']]);
  });

  test('finds which operation exceeds a limit; a limit of the whole batch is at its beginning', () => {
    const batch = '{"requests":[{"method":"GET","url":"/long"},{"method":"GET","url":"/"}]}';
    expect(faultsIn(batch, { limits: { maxUrlLength: 2 } })).toEqual([['"/long"', '1:36', 'limit-exceeded']]);
    expect(checkDraft(batch, { limits: { maxOperations: 1 } })).toMatchObject([
      { start: 0, line: 1, column: 1 },
    ]);
    expect(checkDraft(batch, { limits: { maxBodyBytes: 10 } })).toMatchObject([
      { start: 0, line: 1, column: 1 },
    ]);
  });

  test('words what the endpoint would answer for someone who sees the text', () => {
    const details = (text: string, rules = {}): unknown =>
      checkDraft(text, rules).map(({ detail }) => detail);
    expect(details('{,}')).toEqual([expect.stringMatching(/^This is not JSON: /)]);
    expect(details('')).toEqual(['There is no batch yet']);
    const get = '"method":"GET","url":"/"';
    expect(details(`{"requests":[\n{"id":"a",${get}},\n{"id":"b",${get}},\n{"id":"a",${get}}]}`)).toEqual([
      'The operation in line 2 has the same id; ids must be distinct',
    ]);
    const headers = '"headers":{"authorization":"x"}';
    expect(details(`{"requests":[{${get},${headers}}]}`)).toEqual([
      'An operation may not set this header; put it under “Headers”, and every operation gets it',
    ]);
  });

  test('does without headers of the description that no endpoint can have', () => {
    expect(faultsIn('{"requests":[]}', { headers: { denied: ['?'] } })).toEqual([['[]', '1:13', 'empty']]);
  });
});

describe('changeBetween', () => {
  test.each([
    ['same', 'same', undefined],
    ['', 'new', { from: 0, to: 0, insert: 'new' }],
    ['old', '', { from: 0, to: 3, insert: '' }],
    ['a b c', 'a x c', { from: 2, to: 3, insert: 'x' }],
    ['aa', 'aaa', { from: 2, to: 2, insert: 'a' }],
    ['aaa', 'aa', { from: 2, to: 3, insert: '' }],
  ])('from %j to %j', (before, after, change) => {
    expect(changeBetween(before, after)).toEqual(change);
  });
});
