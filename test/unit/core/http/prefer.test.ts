import { describe, expect, jest, test } from '@jest/globals';
import { parsePrefer } from '#core/http/prefer.js';

describe('parsePrefer', () => {
  test.each([
    [undefined, undefined],
    ['', undefined],
    ['return=minimal', 'minimal'],
    ['Return = "minimal"', 'minimal'],
    ['respond-async, wait=10, return=representation; x=1', 'representation'],
    // RFC 7240 section 2: of two of one name the first counts; values know case; what is not known is ignored.
    ['return=minimal, return=minimal', 'minimal'],
    ['return=Minimal', undefined],
    ['return=other', undefined],
    ['foo="a, return=minimal"', undefined],
    // Section 4.2: asked for both ways, neither.
    ['return=minimal, return=representation', undefined],
  ])('of %j gives %j', (header, expected) => {
    expect(parsePrefer(header).return).toBe(expected);
  });

  test.each([
    `a${' '.repeat(1_000_000)}x`,
    `a=${' '.repeat(1_000_000)};`,
    '"'.repeat(200_000),
    ','.repeat(200_000),
  ])('takes linear time', (header) => {
    expect(parsePrefer(header).return).toBeUndefined();
  });

  test.each([
    [undefined, undefined, undefined],
    ['handling=strict', 'strict', undefined],
    ['handling=lenient', 'lenient', undefined],
    ['Handling="strict"', 'strict', undefined],
    ['handling=Strict', undefined, undefined],
    ['handling', undefined, undefined],
    ['handling=strict, handling=lenient', undefined, undefined],
    ['handling=lenient, handling=strict', undefined, undefined],
    ['handling=other, handling=strict', undefined, undefined],
    ['continue-on-error', undefined, true],
    ['continue-on-error=true', undefined, true],
    ['continue-on-error=false', undefined, false],
    ['Continue-On-Error=FALSE', undefined, false],
    ['continue-on-error="false"', undefined, false],
    ['odata.continue-on-error=false', undefined, false],
    ['odata.continue-on-error', undefined, true],
    ['continue-on-error=false, continue-on-error=true', undefined, false],
    ['odata.continue-on-error=true, continue-on-error=false', undefined, true],
    ['handling=strict; x=y, continue-on-error=false; z', 'strict', false],
    ['x-odata.continue-on-error=false', undefined, undefined],
  ])('of %j gives handling %j and continue-on-error %j', (header, handling, continueOnError) => {
    expect(parsePrefer(header)).toMatchObject({ handling, continueOnError });
  });

  test('takes linear time where one preference stands there again and again', () => {
    let copied = 0;
    const iterate = Array.prototype[Symbol.iterator];
    const spy = jest.spyOn(Array.prototype, Symbol.iterator as never) as unknown as jest.SpiedFunction<
      typeof iterate
    >;
    spy.mockImplementation(function (this: unknown[]) {
      copied += this.length;
      return iterate.call(this) as ReturnType<typeof iterate>;
    });
    const count = 2_000;
    parsePrefer('a,'.repeat(count));
    spy.mockRestore();
    expect(copied).toBeLessThan(20 * count);
  });
});
