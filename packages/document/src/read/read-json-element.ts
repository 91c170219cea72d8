import type { Element } from '../element.js';
import { splitName } from '../element-name.js';
import { toXmlChars } from '../xml-char.js';
import { faultAt, itemsOf, type JsonNode, memberOf, membersOf, optional, stringOf } from './json-node.js';

/**
 * Gives elements from their JSON form, an array of `{ name, attributes?, children? }`.
 *
 * @throws {DocumentError} if it is of another form, or a name is none that XML allows.
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
  if (splitName(name) === undefined) throw faultAt(node, 'X1', 'is no name of the form {namespace}local');
  return name;
}
