import type { Element } from '@multistatus/document';

/** A condition that was violated, with the text that stands in it: the root of a lock, say. */
export interface Condition {
  /** `{DAV:}lock-token-submitted` */
  readonly name: string;
  readonly text: string;
}

/** Gives the conditions of an error element. */
export function describeConditions(error: readonly Element[] = []): Condition[] {
  return error.map((element) => ({ name: element.name, text: textOf(element).replace(/\s+/g, ' ').trim() }));
}

/** Gives a name to read: what is in `DAV:` by its local name. */
export function shortName(name: string): string {
  return name.startsWith('{DAV:}') ? name.slice('{DAV:}'.length) : name;
}

/** A reader's limits keep elements shallow enough for recursion. */
function textOf({ children = [] }: Element): string {
  return children.map((child) => (typeof child === 'string' ? child : ` ${textOf(child)} `)).join('');
}
