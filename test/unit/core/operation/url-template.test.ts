import { describe, expect, test } from '@jest/globals';
import {
  expandVariables,
  findTemplateIssue,
  isUrlTemplate,
  variablesOf,
} from '#core/operation/url-template.js';

test.each([
  ['/a', false],
  ['/a/$b', false],
  ['/a?$filter=x', false],
  ['/%7Ba%7D', false],
  ['', false],
  ['$a', true],
  ['$', true],
  ['/{a}', true],
  ['/a{', true],
])('isUrlTemplate(%j) is %s', (url, expected) => {
  expect(isUrlTemplate(url)).toBe(expected);
});

test.each([
  ['/a', []],
  ['/{a}/{b}', ['a', 'b']],
  ['/{a}/{a}?x={a}', ['a']],
  ['/x{a}y{b}z', ['a', 'b']],
  ['$a/{b}', ['b']],
  ['/{__proto__}/{constructor}/{0}', ['__proto__', 'constructor', '0']],
  ['/{}', []],
  ['/{a-b}', []],
  ['/{a b}', []],
  ['/{é}', []],
  ['/{{a}}', ['a']],
])('the variables of %j are %j', (url, names) => {
  expect([...variablesOf(url)]).toEqual(names);
});

test('expandVariables puts in what is given, literally, and does not look at it again', () => {
  const values: Record<string, string> = { a: '$&{b}$1', b: '2' };
  expect(expandVariables('/{a}/{b}/{a}', (name) => values[name] ?? '')).toBe('/$&{b}$1/2/$&{b}$1');
});

describe('findTemplateFault', () => {
  test.each([
    '/a',
    '/{a}',
    '/a/{b}.json?c={d}&e',
    '$a',
    '$a/',
    '$a/b',
    '$a?b',
    '$a/{b}',
    '$a?b={c}',
    '/{a}{b}',
    '/a/$b',
    '/..{a}',
  ])('finds none in %j', (url) => {
    expect(findTemplateIssue(url)).toBeUndefined();
  });

  test.each([
    ['', 'not-a-path'],
    ['a', 'not-a-path'],
    ['{a}', 'not-a-path'],
    ['{a}/b', 'not-a-path'],
    ['//{a}', 'not-a-path'],
    ['http://{a}/', 'not-a-path'],
    ['/{a}#b', 'fragment'],
    ['/{}', 'invalid-variable'],
    ['/{a', 'invalid-variable'],
    ['/a}', 'invalid-variable'],
    ['/{{a}}', 'invalid-variable'],
    ['/{a-b}', 'invalid-variable'],
    ['/{+a}', 'invalid-variable'],
    ['/{a} ', 'illegal-character'],
    ['/{a}\\', 'illegal-character'],
    ['/%{a}', 'bad-escape'],
    ['/{a}/../b', 'dot-segment'],
    ['/{a}/%2e%2e', 'dot-segment'],
    ['$', 'invalid-reference'],
    ['$/a', 'invalid-reference'],
    ['$a b', 'invalid-reference'],
    ['$a#b', 'invalid-reference'],
    ['$a\\b', 'invalid-reference'],
    ['$a\nb', 'invalid-reference'],
    [`$${'a'.repeat(257)}`, 'invalid-reference'],
    ['$a/..', 'dot-segment'],
    ['$a/b c', 'illegal-character'],
    ['$a/b#c', 'fragment'],
    ['$a/{b', 'invalid-variable'],
    ['$a?{}', 'invalid-variable'],
    ['$a/%zz', 'bad-escape'],
    ['$a/\r\nx', 'illegal-character'],
  ])('finds in %j the fault %s', (url, code) => {
    expect(findTemplateIssue(url)).toEqual({ code, detail: expect.any(String) });
  });
});

test('a URL may have very many variables', () => {
  const url = `/${Array.from({ length: 200_000 }, (_, n) => `{v${n % 1_000}}`).join('/')}`;
  expect(variablesOf(url).size).toBe(1_000);
  expect([...variablesOf('/{a}{b}/{a}{}{ c}{d')]).toEqual(['a', 'b']);
  expect(findTemplateIssue(url)).toBeUndefined();
});
