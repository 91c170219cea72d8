import type { XmlElement } from '../../support/multistatus-rules.js';

/** Gives the elements of a name, however deep in another, in document order. */
export function findElements({ children }: XmlElement, name: string): XmlElement[] {
  return children.flatMap((child) => {
    if (typeof child === 'string') return [];
    return child.name === name ? [child] : findElements(child, name);
  });
}
