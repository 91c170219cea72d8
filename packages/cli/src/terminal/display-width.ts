// East Asian wide and fullwidth characters and emoji take two columns.
const WIDE =
  /^(?:[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation})/u;
// Fast path: most texts are ASCII.
const PRINTABLE_ASCII = /^[\x20-\x7E]*$/;
const ELLIPSIS = '…';
const SEGMENTER = new Intl.Segmenter('en');

/** Returns the number of columns that a text takes on a terminal. */
export function displayWidth(text: string): number {
  if (PRINTABLE_ASCII.test(text)) return text.length;
  return charactersOf(text).reduce((width, character) => width + characterWidth(character), 0);
}

/** Shortens a text at its end to `width` columns, at least 1. */
export function clipEnd(text: string, width: number): string {
  return displayWidth(text) <= width ? text : take(charactersOf(text), width - 1).join('') + ELLIPSIS;
}

/** Shortens a text in its middle to `width` columns, at least 1, because the end of an href says most. */
export function clipMiddle(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const characters = charactersOf(text);
  const head = Math.floor((width - 1) / 3);
  const end = take(characters.toReversed(), width - 1 - head).toReversed();
  return take(characters, head).join('') + ELLIPSIS + end.join('');
}

/** Pads a text with spaces to `width` columns. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** Splits a text into grapheme clusters: characters with their combining marks. */
function charactersOf(text: string): string[] {
  return Array.from(SEGMENTER.segment(text), ({ segment }) => segment);
}

function take(characters: readonly string[], width: number): string[] {
  let left = width;
  const end = characters.findIndex((character) => {
    left -= characterWidth(character);
    return left < 0;
  });
  return end < 0 ? [...characters] : characters.slice(0, end);
}

function characterWidth(character: string): number {
  return WIDE.test(character) ? 2 : 1;
}
