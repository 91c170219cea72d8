import fc from 'fast-check';

const oneBetween = (min: number, max: number): fc.Arbitrary<string> =>
  fc.integer({ min, max }).map(String.fromCodePoint, (character) => {
    if (typeof character === 'string' && character !== '') return character.codePointAt(0) as number;
    throw new TypeError('Not a character');
  });

/**
 * Every character of Unicode, those of ASCII and Latin-1 often. For `fc.string({ unit: anyCharacter })`: the unit `binary` of
 * fast-check takes two seconds in each test file, to make a table of all characters.
 */
export const anyCharacter: fc.Arbitrary<string> = fc.oneof(
  oneBetween(0x00, 0x7f),
  oneBetween(0x80, 0xff),
  oneBetween(0x100, 0xd7ff),
  oneBetween(0xe000, 0x10ffff),
);
