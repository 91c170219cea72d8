import { escapePointerToken } from '@multistatus/wire';

/** A reference in the form that it has in a batch in JSON: the Location of another answer, written into this body. */
export interface BodyReference {
  readonly at: string;
  readonly from: string;
  readonly value: '/headers/location';
}

/** The members whose values are URLs of entities: `Customer@odata.bind`, `@odata.id`, and without `odata.` in OData 4.01. */
const URL_MEMBER = /(?:@(?:odata\.)?bind|^@(?:odata\.)?id)$/;

/**
 * Returns the references in the value of a JSON body: members `...@odata.bind`, as a string or in an array, `@odata.id` and `@id`,
 * that are `$` and the name of an earlier request, at any depth. `$name/...` stays as it is: only a whole value can be replaced.
 *
 * `idOf` returns what the endpoint calls the request with this name, or `undefined` if there is none.
 */
export function findBodyReferences(
  body: unknown,
  idOf: (name: string) => string | undefined,
): readonly BodyReference[] {
  const references: BodyReference[] = [];
  const add = (value: unknown, at: string): void => {
    if (typeof value !== 'string' || !value.startsWith('$')) return;
    const from = idOf(value.slice(1));
    if (from !== undefined) references.push({ at, from, value: '/headers/location' });
  };
  const visit = (value: unknown, at: string): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, member] of Object.entries(value)) {
      const pointer = `${at}/${escapePointerToken(name)}`;
      if (!Array.isArray(value) && URL_MEMBER.test(name)) {
        if (Array.isArray(member)) member.forEach((each, index) => add(each, `${pointer}/${index}`));
        else add(member, pointer);
      }
      visit(member, pointer);
    }
  };
  visit(body, '/body');
  return references;
}
