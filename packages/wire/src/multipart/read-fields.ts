import { isToken } from '../field-syntax.js';
import { MultipartError } from './multipart-error.js';

/** A header field with its name as sent; values are Latin-1 (one character for each byte). */
export type Field = readonly [name: string, value: string];

/**
 * Returns the fields in these lines. A line that begins with a blank continues the field before it (RFC 5322 section 2.2.3),
 * with one space in place of the fold.
 *
 * @throws {MultipartError} if a line is not a field.
 */
export function readFields(lines: readonly string[], part?: number): Field[] {
  const fields: Field[] = [];
  let name: string | undefined;
  let pieces: string[] = [];
  const endField = () => {
    if (name !== undefined) fields.push([name, pieces.join(' ')]);
  };
  for (const line of lines) {
    const isContinuation = isBlank(line[0]);
    const colon = isContinuation ? -1 : line.indexOf(':');
    if (isContinuation ? name === undefined : !isToken(line.slice(0, Math.max(colon, 0)))) {
      throw new MultipartError(`${JSON.stringify(line.slice(0, 50))} is not a header field`, { part });
    }
    if (!isContinuation) {
      endField();
      name = line.slice(0, colon);
      pieces = [];
    }
    const piece = trimBlanks(line.slice(colon + 1));
    if (piece !== '') pieces.push(piece);
  }
  endField();
  return fields;
}

/**
 * Returns fields by name, compared without case: the name in the case in which it came first, and all of its values in order.
 */
export function groupFields(
  fields: readonly Field[],
): readonly (readonly [name: string, values: readonly string[]])[] {
  const groups = new Map<string, readonly [name: string, values: string[]]>();
  for (const [name, value] of fields) {
    const known = groups.get(name.toLowerCase());
    if (known === undefined) groups.set(name.toLowerCase(), [name, [value]]);
    else known[1].push(value);
  }
  return [...groups.values()];
}

/** Removes spaces and tabs at both ends. `trim` would also remove U+00A0, which is half of a character in UTF-8. */
export function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text[start])) start += 1;
  while (end > start && isBlank(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}
