// Control characters but TAB, LF, CR; the controls of writing direction, which reorder what is seen; line separators.
const UNSAFE = /(?![\t\n\r])[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/gu;
const LINE_CONTROLS = /[\t\n\r]/g;

/**
 * Gives foreign text as it may go to a terminal: on one line, with every control character written as `\u{1b}`, so
 * that no escape sequence of a server reaches the terminal.
 */
export function makeSafe(text: string): string {
  return text.replace(LINE_CONTROLS, ' ').replace(UNSAFE, name);
}

/** Gives JSON text with the control characters that JSON lets stand in a string written as escapes. */
export function makeJsonSafe(json: string): string {
  return json.replace(UNSAFE, (character) => `\\u${hex(character).padStart(4, '0')}`);
}

/** Gives XML text with the control characters that XML lets stand in a text written as character references. */
export function makeXmlSafe(xml: string): string {
  return xml.replace(UNSAFE, (character) => `&#x${hex(character)};`);
}

function name(character: string): string {
  return `\\u{${hex(character)}}`;
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16);
}
