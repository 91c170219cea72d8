import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { referredValue } from '#core/references/referred-value.js';
import { UnresolvedReference } from '#core/references/unresolved-reference.js';
import { toAnswer } from '../outcomes.js';

const JSON_TYPE = { 'content-type': 'application/json' };

function referred(value: readonly string[], answer: Parameters<typeof toAnswer>[0]): unknown {
  return referredValue({ at: ['url', 'x'], from: 'a', value }, toAnswer(answer));
}

/** The message of the refusal; fails if there is a value. */
function refusalOf(value: readonly string[], answer: Parameters<typeof toAnswer>[0]): string {
  try {
    const found = referred(value, answer);
    throw new Error(`a value was found: ${JSON.stringify(found)}`);
  } catch (error) {
    expect(error).toBeInstanceOf(UnresolvedReference);
    expect((error as UnresolvedReference).from).toBe('a');
    return (error as Error).message;
  }
}

describe('referredValue', () => {
  test('gives the status as a number', () => {
    expect(referred(['status'], { status: 201 })).toBe(201);
  });

  test.each<[name: string, field: string | string[], rest: string[], found: string]>([
    ['etag', '"1"', [], '"1"'],
    ['ETag', '"1"', [], '"1"'],
    ['X-EMPTY', '', [], ''],
    ['link', ['a', 'b'], ['0'], 'a'],
    ['Link', ['a', 'b'], ['1'], 'b'],
    ['constructor', 'x', [], 'x'],
  ])('gives of the header %s: %j at %j the value %j', (name, field, rest, found) => {
    expect(referred(['headers', name, ...rest], { headers: { [name.toLowerCase()]: field } })).toBe(found);
  });

  test.each([
    ...['set-cookie', 'Set-Cookie', 'date', 'content-length', 'x-powered-by', 'connection', 'keep-alive'],
    ...['transfer-encoding', 'upgrade', 'proxy-authenticate'],
  ])('does not give %s: it does not stand in the answer', (name) => {
    const headers = { [name.toLowerCase()]: 'x' };
    expect(refusalOf(['headers', name], { headers })).toBe(`The response of a has no /headers/${name}`);
  });

  test.each<[rest: string[], field: string | string[] | undefined]>([
    [['x-a'], undefined],
    [['constructor'], undefined],
    [['__proto__'], undefined],
    [['tostring'], undefined],
    [[''], undefined],
    [['x-a', '0'], 'text'],
    [['x-a', 'length'], 'text'],
    [
      ['x-a', '2'],
      ['a', 'b'],
    ],
    [
      ['x-a', 'length'],
      ['a', 'b'],
    ],
    [
      ['x-a', '00'],
      ['a', 'b'],
    ],
  ])('finds no header %j in %j', (rest, field) => {
    const headers = field === undefined ? {} : { 'x-a': field };
    expect(refusalOf(['headers', ...rest], { headers })).toBe(
      `The response of a has no /headers/${rest.join('/')}`,
    );
  });

  test('takes of a header that occurs several times one value only', () => {
    expect(refusalOf(['headers', 'link'], { headers: { link: ['a', 'b'] } })).toContain(
      'is an object or array, not a single value',
    );
  });

  test.each<[tokens: string[], found: unknown]>([
    [['id'], 4],
    [['title'], 'Lisbon'],
    [['list', '1', 'b'], true],
    [['list', '2'], null],
    [['none'], ''],
    [['__proto__'], 'own'],
    [['greatest'], Number.MAX_SAFE_INTEGER],
    [['least'], Number.MIN_SAFE_INTEGER],
    [['fraction'], 1.5],
  ])('gives of a JSON body at %j the value %j', (tokens, found) => {
    const body =
      '{"id":4,"title":"Lisbon","list":[0,{"b":true},null],"none":"","__proto__":"own",' +
      '"greatest":9007199254740991,"least":-9007199254740991,"fraction":1.5}';
    expect(referred(['body', ...tokens], { headers: JSON_TYPE, body })).toBe(found);
  });

  test.each([
    ['x'],
    ['constructor'],
    ['toString'],
    ['__proto__'],
    ['list', '3'],
    ['list', 'length'],
    ['text', '0'],
    [''],
  ])('finds nothing at %j of a JSON body', (...tokens) => {
    const answer = { headers: JSON_TYPE, body: '{"list":[1,2,3],"text":"a"}' };
    expect(refusalOf(['body', ...tokens], answer)).toBe(`The response of a has no /body/${tokens.join('/')}`);
  });

  test.each([
    [['list'], '/body/list of the response of a is an object or array, not a single value'],
    [['inner'], '/body/inner of the response of a is an object or array, not a single value'],
    [[], '/body of the response of a is an object or array, not a single value'],
  ])('refuses an array or object at %j', (tokens, message) => {
    expect(refusalOf(['body', ...tokens], { headers: JSON_TYPE, body: '{"list":[1],"inner":{}}' })).toBe(
      message,
    );
  });

  test.each(['9007199254740992', '-9007199254740992', '9007199254740993', '1e21', '1e400', '-1e400'])(
    'refuses the number %s, that readers round',
    (number) => {
      expect(refusalOf(['body', 'id'], { headers: JSON_TYPE, body: `{"id":${number}}` })).toBe(
        '/body/id of the response of a is a number too large to be exact; send it as a string',
      );
    },
  );

  test.each<[contentType: string | undefined, body: string | Uint8Array, found: string]>([
    // As the body is written on the wire: text as text, all else as base64.
    ['text/plain', 'é', 'é'],
    ['application/xml', '<a/>', '<a/>'],
    ['application/json', '{not json', '{not json'],
    ['application/octet-stream', 'ab', 'YWI='],
    [undefined, 'ab', 'YWI='],
    ['text/plain', new Uint8Array([0xff]), '/w=='],
    ['application/json', '"text"', 'text'],
  ])('gives a whole body of %s', (contentType, body, found) => {
    const headers: Record<string, string> = contentType === undefined ? {} : { 'content-type': contentType };
    expect(referred(['body'], { headers, body })).toBe(found);
    expect(refusalOf(['body', '0'], { headers, body })).toContain('has no /body/0');
  });

  test('finds nothing in an empty body', () => {
    expect(refusalOf(['body'], { headers: JSON_TYPE })).toBe('The response of a has no /body');
    expect(refusalOf(['body', 'id'], { headers: JSON_TYPE, isBodyTooLarge: true })).toContain(
      'has no /body/id',
    );
  });

  test('takes the first of two content types', () => {
    const headers = { 'content-type': ['application/json', 'text/plain'] };
    expect(referred(['body', 'id'], { headers, body: '{"id":1}' })).toBe(1);
  });

  test('cuts a place that it repeats', () => {
    expect(refusalOf(['body', 'x'.repeat(5_000)], { headers: JSON_TYPE, body: '{}' }).length).toBeLessThan(
      200,
    );
  });

  test('gives a single value or refuses, whatever the body and the place', () => {
    const token = fc.oneof(fc.constantFrom('a', '0', '', '__proto__', 'constructor', 'length'), fc.string());
    fc.assert(
      fc.property(fc.json(), fc.array(token, { maxLength: 3 }), (body, tokens) => {
        try {
          const found = referred(['body', ...tokens], { headers: JSON_TYPE, body });
          expect(found === null || ['string', 'number', 'boolean'].includes(typeof found)).toBe(true);
          expect(Object.is(found, Number.NaN)).toBe(false);
        } catch (error) {
          expect(error).toBeInstanceOf(UnresolvedReference);
        }
      }),
      { numRuns: 500 },
    );
  });
});
