import { eachElement, eachMember, skipSpace, skipValue } from './walk-json.js';

/**
 * Returns the text of the member `body` of each request of a batch, `undefined` for a request without one. The text of
 * the batch must be valid JSON.
 *
 * As with `JSON.parse`, the last of several members with the same name counts.
 */
export function outlineBodies(text: string): readonly (string | undefined)[] {
  let bodies: (string | undefined)[] = [];
  eachMember(text, skipSpace(text, 0), (name, start) => {
    if (name !== 'requests') return skipValue(text, start);
    bodies = [];
    return eachElement(text, start, (at) => {
      let body: string | undefined;
      const end = eachMember(text, at, (member, from) => {
        const to = skipValue(text, from);
        if (member === 'body') body = text.slice(from, to);
        return to;
      });
      bodies.push(body);
      return end;
    });
  });
  return bodies;
}
