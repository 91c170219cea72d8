// Control characters except TAB, LF and CR; bidirectional controls, which reorder the visible text; line separators.
const UNSAFE = /(?![\t\n\r])[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/gu;
const LINE_CONTROLS = /[\t\n\r]/g;

/**
 * Makes untrusted text safe for a terminal: on one line, with every control character written like `\u{1b}`, so that no
 * escape sequence of a server reaches the terminal.
 */
export function makeSafe(text: string): string {
  return text.replace(LINE_CONTROLS, ' ').replace(UNSAFE, toEscape);
}

/** Escapes the control characters that JSON allows unescaped in a string. */
export function makeJsonSafe(json: string): string {
  return json.replace(UNSAFE, (character) => `\\u${hex(character).padStart(4, '0')}`);
}

/** Replaces the control characters that XML allows in text by character references. */
export function makeXmlSafe(xml: string): string {
  return xml.replace(UNSAFE, (character) => `&#x${hex(character)};`);
}

function toEscape(character: string): string {
  return `\\u{${hex(character)}}`;
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16);
}
