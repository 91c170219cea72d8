import type { Element } from '@multistatus/document';

/** A condition that was violated, with its text, such as the root of a lock. */
export interface Condition {
  /** The name in the form `{DAV:}lock-token-submitted`. */
  readonly name: string;
  /** The text inside the element, on one line; empty if there is none. */
  readonly text: string;
}

/** Returns the conditions in an error element, with white space in their text collapsed. */
export function describeConditions(error: readonly Element[] = []): Condition[] {
  return error.map((element) => ({
    name: element.name,
    text: flattenText(element).replace(/\s+/g, ' ').trim(),
  }));
}

/** Returns a name for display: without the namespace if that is `DAV:`. */
export function shortName(name: string): string {
  return name.startsWith('{DAV:}') ? name.slice('{DAV:}'.length) : name;
}

/** Recurses, which is safe because the reader limits the nesting depth. */
function flattenText({ children = [] }: Element): string {
  return children.map((child) => (typeof child === 'string' ? child : ` ${flattenText(child)} `)).join('');
}
