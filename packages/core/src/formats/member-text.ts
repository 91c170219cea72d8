import { eachMember, skipSpace, skipValue } from './walk-json.js';

/**
 * Returns the text of a member of a JSON object; `undefined` if it has none of that name. The text must be valid JSON.
 *
 * As with `JSON.parse`, the last of several members with the same name counts.
 */
export function memberText(text: string, name: string): string | undefined {
  let found: string | undefined;
  eachMember(text, skipSpace(text, 0), (member, start) => {
    const end = skipValue(text, start);
    if (member === name) found = text.slice(start, end);
    return end;
  });
  return found;
}
