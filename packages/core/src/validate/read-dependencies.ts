import { ID_PATTERN, parseBase } from '@multistatus/wire';
import type { Dependency, Reference } from '../operation/operation.js';
import { toPointer } from '../problem/issue.js';

/** A header that holds an entity tag, with the `$id` of the operation whose ETag it is (OData 4.01 JSON section 19.1). */
const TAG_REFERENCE = new RegExp(`^\\$(${ID_PATTERN})$`);
const TAG_HEADERS = ['if-match', 'if-none-match'];

/**
 * Gives the references that stand in conditional headers, and takes them out of `headers`: each is one like any other,
 * to the ETag of a response.
 */
export function takeTagReferences(headers: Record<string, string>): Reference[] {
  const references: Reference[] = [];
  for (const name of TAG_HEADERS) {
    const value = headers[name];
    const from = value === undefined ? undefined : TAG_REFERENCE.exec(value)?.[1];
    if (from === undefined) continue;
    delete headers[name];
    references.push({ at: ['headers', name], from, value: ['headers', 'etag'] });
  }
  return references;
}

/** What an operation says of others, in every way that it can. */
export interface Mentions {
  readonly index: number;
  readonly url: string;
  readonly dependsOn: readonly unknown[];
  readonly references: readonly Reference[];
  readonly tagReferences: readonly Reference[];
}

/** Lists everything that has to succeed first, and where the batch says so. */
export function readDependencies({
  index,
  url,
  dependsOn,
  references,
  tagReferences,
}: Mentions): Dependency[] {
  const dependencies: Dependency[] = [];
  dependsOn.forEach((name, number) => {
    if (typeof name !== 'string') return;
    dependencies.push({
      name,
      pointer: toPointer('requests', index, 'dependsOn', number),
      isReference: false,
    });
  });
  references.forEach(({ from }, number) => {
    const pointer = toPointer('requests', index, 'references', number, 'from');
    dependencies.push({ name: from, pointer, isReference: true });
  });
  for (const { at, from } of tagReferences) {
    dependencies.push({ name: from, pointer: toPointer('requests', index, ...at), isReference: true });
  }
  const base = parseBase(url);
  if (base !== undefined) {
    dependencies.push({ name: base.id, pointer: toPointer('requests', index, 'url'), isReference: true });
  }
  return dependencies;
}
