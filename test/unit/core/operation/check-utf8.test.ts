import { describe, expect, test } from '@jest/globals';
import { isXmlText } from '@multistatus/document';
import fc from 'fast-check';
import { checkUtf8 } from '#core/operation/check-utf8.js';
import { anyCharacter } from '../../../support/any-character.js';

function check(bytes: Uint8Array): string {
  const steps = checkUtf8(bytes);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function expected(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return isXmlText(text) ? 'xml-text' : 'text';
  } catch {
    return 'invalid';
  }
}

// The bytes at the bounds of the table in RFC 3629 section 4.
const BOUNDS = [0x00, 0x09, 0x0d, 0x1f, 0x20, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbe, 0xbf];
const LEADS = [
  0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
];

describe('checkUtf8', () => {
  test('agrees with a fatal TextDecoder about all sequences of bytes at the bounds', () => {
    const all = [...BOUNDS, ...LEADS];
    const different: number[][] = [];
    for (const first of all) {
      for (const second of all) {
        for (const third of all) {
          const bytes = Uint8Array.of(0x61, first, second, third);
          if (check(bytes) !== expected(bytes)) different.push([...bytes]);
        }
      }
    }
    expect(different).toEqual([]);
  });

  test('agrees about any bytes and any text', () => {
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 8 }),
      fc.array(fc.constantFrom(...BOUNDS, ...LEADS), { maxLength: 8 }).map((bytes) => Uint8Array.from(bytes)),
      fc.string({ unit: anyCharacter }).map((text) => new Uint8Array(Buffer.from(text))),
    );
    fc.assert(
      fc.property(content, (bytes) => {
        expect(check(bytes)).toBe(expected(bytes));
      }),
      { numRuns: 2_000 },
    );
  });

  test('pauses after each 64 KiB, and knows where it was', () => {
    for (const unit of ['a', 'é', '漢', '😀']) {
      for (let shift = 0; shift < 4; shift += 1) {
        const text = 'x'.repeat(shift) + unit.repeat(70_000);
        const bytes = Buffer.from(text);
        expect([...checkUtf8(bytes)].length).toBe(Math.ceil(bytes.length / 65_536) - 1);
        expect(check(bytes)).toBe('xml-text');
        expect(check(Buffer.concat([bytes, Buffer.of(0xff)]))).toBe('invalid');
        expect(check(Buffer.from(`${text}\u0000`))).toBe('text');
      }
    }
  });
});
