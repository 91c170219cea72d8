import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Reference } from '#core/operation/operation.js';
import { setJsonMembers } from '#core/references/set-json-members.js';
import { UnresolvedReference } from '#core/references/unresolved-reference.js';

type Value = string | number | boolean | null;

/** Sets each value at its place, given as tokens joined by commas. A body that is a string is its text. */
function set(body: unknown, values: Readonly<Record<string, Value>>, maxBytes = 1_000): string {
  const references = Object.keys(values).map(
    (place): Reference => ({ at: ['body', ...place.split(',')], from: place, value: ['body'] }),
  );
  const bytes = setJsonMembers(
    Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    references,
    {
      lookUp: ({ from }) => values[from] ?? null,
      maxBytes,
    },
  );
  return Buffer.from(bytes).toString();
}

describe('setJsonMembers', () => {
  test.each<[body: unknown, values: Record<string, Value>, result: string]>([
    [{ a: null }, { a: 4 }, '{"a":4}'],
    [{ a: 'x' }, { a: '4' }, '{"a":"4"}'],
    [{ a: 1, b: 2 }, { a: true }, '{"a":true,"b":2}'],
    [{ a: 1 }, { b: null }, '{"a":1,"b":null}'],
    [{ a: { b: [0, { c: 1 }] } }, { 'a,b,1,c': 'x', 'a,b,0': 'y' }, '{"a":{"b":["y",{"c":"x"}]}}'],
    [[null, null], { 1: 2 }, '[null,2]'],
    [{}, { '': 1 }, '{"":1}'],
    [{}, { a: '"},{"b":1' }, '{"a":"\\"},{\\"b\\":1"}'],
    [{}, { a: '\ud800\r\n\u2028é' }, '{"a":"\\ud800\\r\\n\u2028é"}'],
  ])('sets in %j the values %j', (body, values, result) => {
    expect(set(body, values)).toBe(result);
  });

  test('makes own members, whatever they are called, and touches no prototype', () => {
    expect(set({}, { __proto__x: 1, constructor: 2, toString: 3 })).toBe(
      '{"__proto__x":1,"constructor":2,"toString":3}',
    );
    const values = Object.fromEntries([['__proto__', 1]]) as Record<string, Value>;
    expect(set({ a: 1 }, values)).toBe('{"a":1,"__proto__":1}');
    expect(set(JSON.parse('{"__proto__":{"a":null}}'), { '__proto__,a': 5 })).toBe('{"__proto__":{"a":5}}');
    expect(({} as Record<string, unknown>)['a']).toBeUndefined();
  });

  test('keeps the text of what it does not touch in value', () => {
    expect(set({ n: 1.5, t: 'é', l: [[], {}], x: null }, { x: 0 })).toBe(
      '{"n":1.5,"t":"é","l":[[],{}],"x":0}',
    );
  });

  test.each<[text: string, values: Record<string, Value>, result: string]>([
    ['{"n":1e400,"x":null, "m":9007199254740993}', { x: 0 }, '{"n":1e400,"x":0, "m":9007199254740993}'],
    [
      ' { "a" : { } , "b" : [ 1.0 , null ] } ',
      { 'a,c': 1, 'b,1': 2 },
      ' { "a" : { "c":1} , "b" : [ 1.0 , 2 ] } ',
    ],
    ['{"a":{"b":1.50}}', { 'a,x': 1, 'a,y': 2, z: 3 }, '{"a":{"b":1.50,"x":1,"y":2},"z":3}'],
    ['{"a":1,"\\u0061":2}', { a: 3 }, '{"a":3,"\\u0061":3}'],
    ['[[],{"k":"]"}]', { '1,k': 'é' }, '[[],{"k":"é"}]'],
  ])('keeps the rest of the text %j as it is', (text, values, result) => {
    expect(set(text, values)).toBe(result);
    expect(() => JSON.parse(result) as unknown).not.toThrow();
  });

  test('sets in any object what JSON.parse and an assignment set', () => {
    const name = fc.string().map((text) => text.replaceAll(',', ''));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), name, fc.string(), (object, key, value) => {
        const body = { ...object, outer: { ...object } };
        const expected = JSON.parse(JSON.stringify(body)) as { readonly outer: object };
        Object.defineProperty(expected.outer, key, { value, enumerable: true, configurable: true });
        expect(JSON.parse(set(JSON.stringify(body, null, 1), { [`outer,${key}`]: value }, 1e6))).toEqual(
          expected,
        );
      }),
    );
  });

  test('lets the body grow to maxBytes, counted in UTF-8', () => {
    expect(set({ a: null }, { a: 'é'.repeat(4) }, 16)).toBe('{"a":"éééé"}');
    expect(() => set({ a: null }, { a: 'é'.repeat(5) }, 17)).toThrow(UnresolvedReference);
    expect(() => set({ a: null }, { a: 'é'.repeat(5) }, 17)).toThrow(
      'The body grows beyond 17 bytes, the limit maxBodyBytes',
    );
  });

  test('does not put together what would be far too large', () => {
    let lookUps = 0;
    const count = 1_000;
    const body = Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, null]));
    const references = Object.keys(body).map(
      (name): Reference => ({ at: ['body', name], from: 'a', value: ['body'] }),
    );
    const lookUp = (): string => {
      lookUps += 1;
      return 'x'.repeat(10_000);
    };
    const step = (): unknown =>
      setJsonMembers(Buffer.from(JSON.stringify(body)), references, { lookUp, maxBytes: 50_000 });
    expect(step).toThrow('The body grows beyond 50000 bytes');
    expect(lookUps).toBeLessThan(10);
  });
});
