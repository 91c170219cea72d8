import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { outlineBodies } from '#core/formats/outline-bodies.js';

describe('outlineBodies', () => {
  test.each<[text: string, bodies: readonly (string | undefined)[]]>([
    ['{"requests":[]}', []],
    ['{}', []],
    ['[]', []],
    ['"requests"', []],
    ['{"requests":{"body":1}}', []],
    ['{"requests":[{"body":1e400},{"url":"/"},{"body":null}]}', ['1e400', undefined, 'null']],
    ['{"requests":[{"body":{"a":1.0,"a":2}}]}', ['{"a":1.0,"a":2}']],
    ['{"requests":[{"body": [1 , 2]\n,"url":"/"}]}', ['[1 , 2]']],
    ['{"requests":[{"body":"\\"}]\\\\"},{"body":"\\u0041"}]}', ['"\\"}]\\\\"', '"\\u0041"']],
    ['{"requests":[{"headers":{"body":1},"x":[{"body":2}]}]}', [undefined]],
    ['{"requests":[{"body":1,"body":2}]}', ['2']],
    ['{"requests":[{"body":1}],"requests":[{"body":2}]}', ['2']],
    ['{"\\u0072equests":[{"b\\u006fdy":true}]}', ['true']],
    [
      ' { "requests" : [ 1 , null , [ { "body" : 2 } ] , { "body" : -0.5 } ] } ',
      [undefined, undefined, undefined, '-0.5'],
    ],
  ])('finds the bodies in %j', (text, bodies) => {
    JSON.parse(text);
    expect(outlineBodies(text)).toEqual(bodies);
  });

  test('finds the bodies of a format that has other names for them', () => {
    const text = '{"requests":[{"data":1}],"Operations":[{"data":1.0,"body":2},{"data":{"data":3}},{}]}';
    expect(outlineBodies(text, { list: 'Operations', member: 'data' })).toEqual([
      '1.0',
      '{"data":3}',
      undefined,
    ]);
  });

  test('returns exactly the text of each body, for any batch', () => {
    const request = fc.oneof(
      fc.record({
        body: fc.jsonValue(),
        url: fc.string(),
        headers: fc.dictionary(fc.string(), fc.jsonValue()),
      }),
      fc.record({ url: fc.string(), other: fc.jsonValue() }),
      fc.jsonValue().filter((value) => typeof value !== 'object' || value === null || !('body' in value)),
    );
    const batch = fc.record({
      execution: fc.jsonValue(),
      requests: fc.array(request),
      onError: fc.jsonValue(),
    });
    fc.assert(
      fc.property(batch, fc.constantFrom(undefined, 1, '\t', ' \r\n'), (value, space) => {
        const bodies = outlineBodies(JSON.stringify(value, null, space));
        expect(bodies.map((text) => (text === undefined ? undefined : JSON.parse(text)))).toEqual(
          value.requests.map((each) => {
            const body = (each as { body?: unknown } | null)?.body;
            return body === undefined ? undefined : JSON.parse(JSON.stringify(body));
          }),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  test('takes linear time and does not recurse for a deeply nested body', () => {
    const body = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect(outlineBodies(`{"requests":[{"body":${body}}]}`)).toEqual([body]);
  });
});
