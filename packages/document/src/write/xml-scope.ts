import { create } from 'xmlbuilder2';
import { DAV, EXTENSION, XMLNS } from '../namespaces.js';

/** An element under construction by xmlbuilder2. */
export type XmlElement = ReturnType<typeof create>;

const OPENING = `<D:scope xmlns:D="${DAV}" xmlns:M="${EXTENSION}">`;
const CLOSING = '</D:scope>';

/**
 * Returns the XML of what `append` adds to an element. The prefixes `D` and `M` are not declared in it: the surrounding
 * element must bind them.
 */
export function writeInScope(append: (parent: XmlElement) => void): string {
  const scope = create().ele(DAV, 'D:scope').att(XMLNS, 'xmlns:M', EXTENSION);
  scope.txt(''); // keeps the start and end tag separate if nothing is appended
  append(scope);
  return scope.toString().slice(OPENING.length, -CLOSING.length);
}
