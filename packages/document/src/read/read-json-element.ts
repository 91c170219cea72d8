import type { Element } from '../element.js';
import { splitName } from '../element-name.js';
import { toXmlChars } from '../xml-char.js';
import { errorAt, itemsOf, type JsonNode, memberOf, membersOf, optional, stringOf } from './json-node.js';

/**
 * Reads elements from their JSON form, an array of `{ name, attributes?, children? }`.
 *
 * @throws {DocumentError} of rule `shape` for any other form, of rule X1 for a name that XML does not allow.
 */
export function readJsonElements(node: JsonNode): Element[] {
  return itemsOf(node).map(readElement);
}

function readElement(node: JsonNode): Element {
  const attributes = optional(memberOf(node, 'attributes'), readAttributes);
  const children = optional(memberOf(node, 'children'), (list) => itemsOf(list).map(readChild));
  return {
    name: readName(memberOf(node, 'name')),
    ...(attributes === undefined ? undefined : { attributes }),
    ...(children === undefined ? undefined : { children }),
  };
}

function readChild(node: JsonNode): string | Element {
  return typeof node.value === 'string' ? toXmlChars(node.value) : readElement(node);
}

function readAttributes(node: JsonNode): Record<string, string> {
  return Object.fromEntries(
    membersOf(node).map(([name, member]) => {
      readName({ ...member, value: name });
      return [name, toXmlChars(stringOf(member))];
    }),
  );
}

function readName(node: JsonNode): string {
  const name = stringOf(node);
  if (splitName(name) === undefined)
    throw errorAt(node, 'X1', 'is not a valid name of the form {namespace}local');
  return name;
}
