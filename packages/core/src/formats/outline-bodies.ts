import { eachElement, eachMember, skipSpace, skipValue } from './walk-json.js';

/**
 * Returns the text of the body of each request of a batch, `undefined` for a request without one. `text` is the batch, and must be
 * valid JSON. Its member `list` has the requests, and their member `member` has the body. Takes linear time.
 *
 * As with `JSON.parse`, the last of several members with the same name counts.
 */
export function outlineBodies(
  text: string,
  { list, member }: { readonly list: string; readonly member: string } = {
    list: 'requests',
    member: 'body',
  },
): readonly (string | undefined)[] {
  let bodies: (string | undefined)[] = [];
  eachMember(text, skipSpace(text, 0), (name, start) => {
    if (name !== list) return skipValue(text, start);
    bodies = [];
    return eachElement(text, start, (at) => {
      let body: string | undefined;
      const end = eachMember(text, at, (each, from) => {
        const to = skipValue(text, from);
        if (each === member) body = text.slice(from, to);
        return to;
      });
      bodies.push(body);
      return end;
    });
  });
  return bodies;
}
