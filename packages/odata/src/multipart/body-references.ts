import type { DecodeContext } from '@multistatus/core';
import { escapePointerToken } from '@multistatus/wire';
import type { ContentIds } from './content-ids.js';
import { REFERENCE_START } from './to-decoded-body.js';

/** A reference in the form that it has in a batch in JSON: the Location of another answer, written into this body. */
export interface BodyReference {
  readonly at: string;
  readonly from: string;
  readonly value: '/headers/location';
}

/** The members whose values are URLs of entities: `Customer@odata.bind`, `@odata.id`, and without `odata.` in OData 4.01. */
const URL_MEMBER = /(?:@odata\.bind|^@odata\.id|^@id)$/;

/**
 * Returns the references in a JSON body: members `...@odata.bind`, as a string or in an array, `@odata.id` and `@id`, that are `$` and
 * the Content-ID of an earlier request, at any depth up to `maxJsonDepth`. `$<Content-ID>/...` stays as it is: only a whole value can
 * be replaced.
 */
export function findBodyReferences(
  text: string,
  contentIds: ContentIds,
  { maxJsonDepth }: DecodeContext['limits'],
): BodyReference[] {
  // Most bodies have none, and need not be read.
  if (!text.includes(REFERENCE_START)) return [];
  const references: BodyReference[] = [];
  const add = (value: unknown, at: string): void => {
    if (typeof value !== 'string' || !value.startsWith('$')) return;
    const from = contentIds.idOf(value.slice(1));
    if (from !== undefined) references.push({ at, from, value: '/headers/location' });
  };
  const visit = (value: unknown, at: string, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > maxJsonDepth) return;
    for (const [name, member] of Object.entries(value)) {
      const pointer = `${at}/${escapePointerToken(name)}`;
      if (!Array.isArray(value) && URL_MEMBER.test(name)) {
        if (Array.isArray(member)) member.forEach((each, index) => add(each, `${pointer}/${index}`));
        else add(member, pointer);
      }
      visit(member, pointer, depth + 1);
    }
  };
  visit(JSON.parse(text), '/body', 1);
  return references;
}
