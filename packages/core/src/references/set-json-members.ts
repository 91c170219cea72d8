import { countOf } from '@multistatus/wire';
import { eachElement, eachMember, skipSpace, skipValue } from '../formats/walk-json.js';
import type { Reference } from '../operation/operation.js';
import { UnresolvedReference } from './unresolved-reference.js';

/** What is written into a value: a text in its place, or into its members. */
interface Edit {
  replacement?: string;
  readonly members: Map<string, Edit>;
}

/**
 * Returns the bytes of a JSON body with the value of each reference inserted. The rest of its text stays as it is, so that
 * numbers keep all their digits. Validation has ensured that the parent of each location exists.
 *
 * Takes time linear in the body and the references.
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
  const root: Edit = { members: new Map() };
  let budget = maxBytes;
  for (const reference of references) {
    const value = lookUp(reference);
    // Checked before the body is built: many references to one large value could exhaust memory.
    budget -= typeof value === 'string' ? value.length : 1;
    if (budget < 0) throw tooLarge(reference, maxBytes);
    editAt(root, reference.at.slice(1)).replacement = JSON.stringify(value);
  }
  const bytes = new TextEncoder().encode(applyEdits(new TextDecoder().decode(body), root));
  if (bytes.byteLength > maxBytes && references[0] !== undefined) throw tooLarge(references[0], maxBytes);
  return bytes;
}

function editAt(root: Edit, path: readonly string[]): Edit {
  let edit = root;
  for (const token of path) {
    const next = edit.members.get(token) ?? { members: new Map() };
    edit.members.set(token, next);
    edit = next;
  }
  return edit;
}

/** Recurses as deep as the pointers of the references, which `maxJsonDepth` limits. */
function applyEdits(text: string, root: Edit): string {
  const pieces: string[] = [];
  let copied = 0;
  const write = (until: number, piece: string): void => {
    pieces.push(text.slice(copied, until), piece);
    copied = until;
  };
  const visit = (start: number, edit: Edit | undefined): number => {
    if (edit?.replacement !== undefined) {
      write(start, edit.replacement);
      copied = skipValue(text, start);
      return copied;
    }
    if (edit === undefined) return skipValue(text, start);
    if (text.charAt(start) === '[') {
      let index = 0;
      return eachElement(text, start, (at) => visit(at, edit.members.get(String(index++))));
    }
    const missing = new Map(edit.members);
    let isEmpty = true;
    const end = eachMember(text, start, (name, at) => {
      isEmpty = false;
      missing.delete(name);
      return visit(at, edit.members.get(name));
    });
    if (text.charAt(start) !== '{') return end;
    for (const [name, { replacement }] of missing) {
      if (replacement === undefined) continue;
      write(end - 1, `${isEmpty ? '' : ','}${JSON.stringify(name)}:${replacement}`);
      isEmpty = false;
    }
    return end;
  };
  visit(skipSpace(text, 0), root);
  pieces.push(text.slice(copied));
  return pieces.join('');
}

function tooLarge({ from }: Reference, maxBytes: number): UnresolvedReference {
  return new UnresolvedReference(
    from,
    `The body grows beyond ${countOf(maxBytes, 'byte')}, the limit maxBodyBytes`,
  );
}
