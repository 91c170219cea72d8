import { create } from 'xmlbuilder2';
import { DAV, EXTENSION, XMLNS } from '../namespaces.js';

/** An element that xmlbuilder2 builds up. */
export type XmlElement = ReturnType<typeof create>;

const OPENING = `<D:scope xmlns:D="${DAV}" xmlns:M="${EXTENSION}">`;
const CLOSING = '</D:scope>';

/**
 * Gives the XML of what `append` puts into an element, to stand where the prefixes `D` and `M` are bound: neither is
 * declared again.
 */
export function writeInScope(append: (parent: XmlElement) => void): string {
  const scope = create().ele(DAV, 'D:scope').att(XMLNS, 'xmlns:M', EXTENSION);
  scope.txt(''); // keeps the two tags apart where nothing is appended
  append(scope);
  return scope.toString().slice(OPENING.length, -CLOSING.length);
}
