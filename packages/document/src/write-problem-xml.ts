import { create } from 'xmlbuilder2';
import { escapeText } from './escape-xml.js';
import type { JsonValue, Problem } from './problem.js';

const NAMESPACE = 'urn:ietf:rfc:7807';
// NCName of Namespaces in XML 1.0 section 3. No prefix is in play, yet the name `xmlns` is refused everywhere.
const NAME_START =
  'A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}-\\u{200D}' +
  '\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}';
const NAME_REST = `${NAME_START}.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}-\\u{2040}\\-`;
const MEMBER_NAME = new RegExp(`^(?!xmlns$)[${NAME_START}][${NAME_REST}]*$`, 'u');

type XmlElement = ReturnType<typeof create>;

/**
 * Writes a problem as a `problem` element (RFC 9457 appendix B), without XML declaration.
 *
 * A member becomes a child element, an array a row of `i` elements, `null` an empty element. A member whose name
 * no element can have is left out.
 */
export function writeProblemXml(problem: Problem): string {
  const element = create().ele(NAMESPACE, 'problem');
  appendMembers(element, problem);
  return element.toString();
}

function appendMembers(
  parent: XmlElement,
  members: { readonly [name: string]: JsonValue | undefined },
): void {
  for (const [name, value] of Object.entries(members)) {
    if (value !== undefined && MEMBER_NAME.test(name)) appendValue(parent.ele(NAMESPACE, name), value);
  }
}

function appendValue(element: XmlElement, value: JsonValue): void {
  if (value === null) return;
  if (typeof value !== 'object') {
    // xmlbuilder2 leaves whatever looks like a reference as it stands: text that is escaped already passes whole.
    element.txt(escapeText(String(value)));
  } else if (isArray(value)) {
    for (const item of value) appendValue(element.ele(NAMESPACE, 'i'), item);
  } else {
    appendMembers(element, value);
  }
}

function isArray(value: object): value is readonly JsonValue[] {
  return Array.isArray(value);
}
