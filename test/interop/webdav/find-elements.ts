import type { XmlElement } from '../../support/multistatus-rules.js';

/** Returns the elements of a name, at any depth, in document order. */
export function findElements({ children }: XmlElement, name: string): XmlElement[] {
  return children.flatMap((child) => {
    if (typeof child === 'string') return [];
    return child.name === name ? [child] : findElements(child, name);
  });
}
