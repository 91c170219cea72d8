import { NAMEABLE_ID_PATTERN, parseBase } from '@multistatus/wire';
import type { Dependency, Reference } from '../operation/operation.js';
import { toPointer } from '../problem/issue.js';

/** `$id` in place of an entity tag: the ETag in the response of that operation (OData 4.01 JSON section 19.1). */
const ETAG_REFERENCE = new RegExp(`^\\$(${NAMEABLE_ID_PATTERN})$`);
const ETAG_HEADERS = ['if-match', 'if-none-match'];

/**
 * Removes conditional headers that have the value `$id` from `headers`, and returns them as references to the ETag in the
 * response of that operation.
 */
export function extractETagReferences(headers: Record<string, string>): Reference[] {
  const references: Reference[] = [];
  for (const name of ETAG_HEADERS) {
    const value = headers[name];
    const from = value === undefined ? undefined : ETAG_REFERENCE.exec(value)?.[1];
    if (from === undefined) continue;
    delete headers[name];
    references.push({ at: ['headers', name], from, value: ['headers', 'etag'] });
  }
  return references;
}

/** All the ways in which an operation can refer to others. */
export interface Mentions {
  readonly index: number;
  readonly url: string;
  readonly dependsOn: readonly unknown[];
  readonly references: readonly Reference[];
  readonly etagReferences: readonly Reference[];
}

/** Returns everything that must succeed before an operation, with the location in the batch that declares it. */
export function readDependencies({
  index,
  url,
  dependsOn,
  references,
  etagReferences,
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
  for (const { at, from } of etagReferences) {
    dependencies.push({ name: from, pointer: toPointer('requests', index, ...at), isReference: true });
  }
  const base = parseBase(url);
  if (base !== undefined) {
    dependencies.push({ name: base.id, pointer: toPointer('requests', index, 'url'), isReference: true });
  }
  return dependencies;
}
