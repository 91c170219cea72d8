import type { Element } from '../element.js';
import { splitName } from '../element-name.js';
import { DAV, EXTENSION } from '../namespaces.js';
import { toXmlChars } from '../xml-char.js';
import { quote, ruleBreach } from './rule-breach.js';

/** How deep elements may nest in each other: what a reader takes at most, and no danger to a writer's stack. */
const MAX_DEPTH = 1000;

/** What a 207 document has members for: RFC 4918 section 14, RFC 6578 section 6.4, and the writers' own. */
const DOCUMENT_NAMES: ReadonlySet<string> = new Set([
  ...'multistatus response propstat href status error location prop responsedescription sync-token'
    .split(' ')
    .map((local) => `{${DAV}}${local}`),
  ...'target header body summary'.split(' ').map((local) => `{${EXTENSION}}${local}`),
]);

/**
 * Gives copies of elements in their one normal form: text of XML 1.0 characters (others become U+FFFD), adjacent
 * pieces of text joined, nothing empty kept.
 *
 * @throws {RangeError} naming X1 for a name that XML does not allow, or elements more than 1000 deep.
 * @throws {TypeError} for what is no element.
 */
export function cleanElements(elements: readonly Element[]): readonly Element[] {
  if (!Array.isArray(elements)) throw new TypeError(`elements must be an array, got ${quote(elements)}`);
  return elements.map((element) => cleanElement(element, 1));
}

/**
 * Gives copies of the conditions of a D:error, as {@link cleanElements} does.
 *
 * @throws {RangeError} naming X18 if there are none.
 */
export function cleanConditions(error: readonly Element[] | undefined): readonly Element[] | undefined {
  if (error === undefined) return undefined;
  const conditions = cleanElements(error);
  if (conditions.length === 0) {
    throw ruleBreach(
      'X18',
      'error must hold an element; leave it out where there is none (RFC 4918 section 14.5)',
    );
  }
  return conditions;
}

/**
 * Gives copies of extension elements, as {@link cleanElements} does; of none at all `undefined`.
 *
 * @throws {RangeError} naming X24 for an element that has a meaning of its own in a 207 document.
 */
export function cleanExtensions(extensions: readonly Element[] | undefined): readonly Element[] | undefined {
  if (extensions === undefined) return undefined;
  const elements = cleanElements(extensions);
  for (const { name } of elements) {
    if (DOCUMENT_NAMES.has(name)) {
      throw ruleBreach(
        'X24',
        `extension ${quote(name)} must lie in a namespace of your own (RFC 4918 section 17)`,
      );
    }
  }
  return elements.length === 0 ? undefined : elements;
}

function cleanElement(element: Element, depth: number): Element {
  if (typeof element !== 'object' || element === null) {
    throw new TypeError(`an element must be an object with a name, got ${quote(element)}`);
  }
  const { name, attributes = {}, children = [] } = element;
  checkName(name);
  if (depth > MAX_DEPTH) throw ruleBreach('X1', `${quote(name)} lies more than ${MAX_DEPTH} elements deep`);
  const entries = Object.entries(attributes).map(([attribute, value]) => {
    checkName(attribute);
    return [attribute, toXmlChars(String(value))] as const;
  });
  const content = cleanChildren(children, depth);
  return {
    name,
    ...(entries.length > 0 ? { attributes: Object.fromEntries(entries) } : {}),
    ...(content.length > 0 ? { children: content } : {}),
  };
}

function cleanChildren(
  children: readonly (string | Element)[],
  depth: number,
): readonly (string | Element)[] {
  const content: (string | Element)[] = [];
  let text = '';
  const endText = (): void => {
    // Joined first: the two halves of a surrogate pair may have come in two pieces.
    if (text !== '') content.push(toXmlChars(text));
    text = '';
  };
  for (const child of children) {
    if (typeof child === 'string') {
      text += child;
    } else {
      endText();
      content.push(cleanElement(child, depth + 1));
    }
  }
  endText();
  return content;
}

function checkName(name: unknown): void {
  if (typeof name !== 'string' || splitName(name) === undefined) {
    throw ruleBreach(
      'X1',
      `${quote(name)} can name no element or attribute; write local or {namespace}local (RFC 4918 section 8.2)`,
    );
  }
}
