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
 * that are `$` and the name of an earlier request, at any depth up to `maxDepth`. `$name/...` stays as it is: only a whole value
 * can be replaced.
 *
 * `idOf` returns what the endpoint calls the request with this name, or `undefined` if there is none.
 */
export function findBodyReferences(
  body: unknown,
  idOf: (name: string) => string | undefined,
  maxDepth: number,
): readonly BodyReference[] {
  const references: BodyReference[] = [];
  const path: string[] = [];
  const add = (value: unknown): void => {
    if (typeof value !== 'string' || !value.startsWith('$')) return;
    const from = idOf(value.slice(1));
    if (from === undefined) return;
    const at = ['/body', ...path.map(escapePointerToken)].join('/');
    references.push({ at, from, value: '/headers/location' });
  };
  const visit = (value: unknown, isUrl: boolean): void => {
    if (typeof value !== 'object' || value === null) {
      if (isUrl) add(value);
    } else if (path.length < maxDepth) {
      const isArray = Array.isArray(value);
      for (const [name, member] of Object.entries(value)) {
        path.push(name);
        visit(member, isArray ? isUrl : URL_MEMBER.test(name));
        path.pop();
      }
    }
  };
  visit(body, false);
  return references;
}
