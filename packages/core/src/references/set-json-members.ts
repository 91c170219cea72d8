import { countOf, valueAt } from '@multistatus/wire';
import type { Reference } from '../operation/operation.js';
import { UnresolvedReference } from './unresolved-reference.js';

/**
 * Returns the bytes of a JSON body with the value of each reference inserted. Validation has ensured that the parent of each
 * location exists.
 *
 * @throws {UnresolvedReference} if the body would grow beyond `maxBytes`.
 */
export function setJsonMembers(
  body: Uint8Array | undefined,
  references: readonly Reference[],
  {
    lookUp,
    maxBytes,
  }: {
    readonly lookUp: (reference: Reference) => string | number | boolean | null;
    readonly maxBytes: number;
  },
): Uint8Array {
  const root: unknown = JSON.parse(new TextDecoder().decode(body));
  let budget = maxBytes;
  for (const reference of references) {
    const value = lookUp(reference);
    // Checked before the body is built: many references to one large value could exhaust memory.
    budget -= typeof value === 'string' ? value.length : 1;
    if (budget < 0) throw tooLarge(reference, maxBytes);
    const path = reference.at.slice(1);
    const parent = valueAt(root, path.slice(0, -1)) as object;
    // Defined, not assigned: the member may be named __proto__.
    Object.defineProperty(parent, path.at(-1) ?? '', {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  const bytes = new TextEncoder().encode(JSON.stringify(root));
  if (bytes.byteLength > maxBytes && references[0] !== undefined) throw tooLarge(references[0], maxBytes);
  return bytes;
}

function tooLarge({ from }: Reference, maxBytes: number): UnresolvedReference {
  return new UnresolvedReference(
    from,
    `The body grows beyond ${countOf(maxBytes, 'byte')}, the limit maxBodyBytes`,
  );
}
