import { eachElement, eachMember, skipSpace, skipValue } from '../formats/walk-json.js';
import { toPointer } from '../problem/issue.js';

/** A range of a text, in UTF-16 units. */
export interface TextRange {
  /** The index of its first unit, from 0. */
  readonly start: number;
  /** The index after its last unit. */
  readonly end: number;
}

/** The part of the pointers that is below one value. */
interface Branch {
  readonly pointers: string[];
  readonly children: Map<string, Branch>;
}

/**
 * Returns where the values are that pointers of faults lead to, in a text that is valid JSON. A pointer to a member that is missing
 * leads to the bracket that opens the object or array. Takes time linear in the length of the text, and not in the number of pointers.
 */
export function locatePointers(text: string, pointers: readonly string[]): ReadonlyMap<string, TextRange> {
  const root: Branch = { pointers: [], children: new Map() };
  for (const pointer of pointers) branchOf(root, pointer).pointers.push(pointer);
  const ranges = new Map<string, TextRange>();
  const mark = ({ pointers: found }: Branch, range: TextRange): void => {
    for (const pointer of found) ranges.set(pointer, range);
  };
  const visit = (branch: Branch, start: number): number => {
    if (branch.children.size === 0) {
      const end = skipValue(text, start);
      mark(branch, { start, end });
      return end;
    }
    // Until a member below is found, it counts as missing.
    markAll(branch, { start, end: start + 1 });
    const visitChild = (name: string | number, at: number): number => {
      const child = branch.children.get(toPointer(name));
      return child === undefined ? skipValue(text, at) : visit(child, at);
    };
    let index = 0;
    const end =
      text[start] === '['
        ? eachElement(text, start, (at) => visitChild(index++, at))
        : eachMember(text, start, visitChild);
    mark(branch, { start, end });
    return end;
  };
  const markAll = (branch: Branch, range: TextRange): void => {
    mark(branch, range);
    for (const child of branch.children.values()) markAll(child, range);
  };
  visit(root, skipSpace(text, 0));
  return ranges;
}

/** The names of branches are encoded, because pointers shorten long names and replace what XML cannot contain. */
function branchOf(root: Branch, pointer: string): Branch {
  let branch = root;
  for (const token of pointer.split('/').slice(1)) {
    const name = `#/${token}`;
    let child = branch.children.get(name);
    if (child === undefined) {
      child = { pointers: [], children: new Map() };
      branch.children.set(name, child);
    }
    branch = child;
  }
  return branch;
}
