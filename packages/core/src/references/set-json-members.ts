import { valueAt } from '@multistatus/wire';
import type { Reference } from '../operation/operation.js';
import { countOf } from '../problem/count-of.js';
import { UnresolvedReference } from './unresolved-reference.js';

/**
 * Gives the bytes of a JSON body with the value of each reference at its place, which was there, or in a container that
 * was, when the batch was validated.
 *
 * @throws {UnresolvedReference} if the body would grow over `maxBytes`.
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
    // Before it is put together: a few references to one great value would make a body of any size.
    budget -= typeof value === 'string' ? value.length : 1;
    if (budget < 0) throw tooLarge(reference, maxBytes);
    const inside = reference.at.slice(1);
    const parent = valueAt(root, inside.slice(0, -1)) as object;
    // Defined, not assigned: a member may be called __proto__.
    Object.defineProperty(parent, inside.at(-1) ?? '', {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  const bytes = Buffer.from(JSON.stringify(root));
  if (bytes.byteLength > maxBytes && references[0] !== undefined) throw tooLarge(references[0], maxBytes);
  return bytes;
}

function tooLarge({ from }: Reference, maxBytes: number): UnresolvedReference {
  return new UnresolvedReference(
    from,
    `The body grows over ${countOf(maxBytes, 'byte')}, which is maxBodyBytes`,
  );
}
