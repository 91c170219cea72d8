import { describe, expect, test } from '@jest/globals';
import { parsePrefer } from '../../../packages/core/src/prefer.js';

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
});
