import type { Element } from '../element.js';
import { splitName } from '../element-name.js';
import { DAV, EXTENSION } from '../namespaces.js';
import { toXmlChars } from '../xml-char.js';
import { quoteValue, ruleViolation } from './rule-violation.js';

/** The maximum nesting depth of elements: the most that a reader accepts, and safe for the stack of a writer. */
const MAX_DEPTH = 1000;

/** Elements that the model has members for: of RFC 4918 section 14, RFC 6578 section 6.4 and this library's writers. */
const DOCUMENT_NAMES: ReadonlySet<string> = new Set([
  ...'multistatus response propstat href status error location prop responsedescription sync-token'
    .split(' ')
    .map((local) => `{${DAV}}${local}`),
  ...'target header body summary'.split(' ').map((local) => `{${EXTENSION}}${local}`),
]);

/**
 * Returns copies of elements in normal form: text consists of XML 1.0 characters (others become U+FFFD), adjacent
 * pieces of text are joined, empty members are omitted.
 *
 * @throws {RangeError} naming X1 for a name that XML does not allow, or for nesting deeper than 1000.
 * @throws {TypeError} for a value that is not an element.
 */
export function cleanElements(elements: readonly Element[]): readonly Element[] {
  if (!Array.isArray(elements)) throw new TypeError(`elements must be an array, got ${quoteValue(elements)}`);
  return elements.map((element) => cleanElement(element, 1));
}

/**
 * Returns copies of the conditions of a `D:error` in the normal form of {@link cleanElements}.
 *
 * @throws {RangeError} naming X18 if there are none.
 */
export function cleanConditions(error: readonly Element[] | undefined): readonly Element[] | undefined {
  if (error === undefined) return undefined;
  const conditions = cleanElements(error);
  if (conditions.length === 0) {
    throw ruleViolation(
      'X18',
      'error must hold at least one element; omit it if there is none (RFC 4918 section 14.5)',
    );
  }
  return conditions;
}

/**
 * Returns copies of extension elements in the normal form of {@link cleanElements}, or `undefined` if there are none.
 *
 * @throws {RangeError} naming X24 for an element that already has a meaning in a 207 document.
 */
export function cleanExtensions(extensions: readonly Element[] | undefined): readonly Element[] | undefined {
  if (extensions === undefined) return undefined;
  const elements = cleanElements(extensions);
  for (const { name } of elements) {
    if (DOCUMENT_NAMES.has(name)) {
      throw ruleViolation(
        'X24',
        `extension ${quoteValue(name)} must be in a namespace of your own (RFC 4918 section 17)`,
      );
    }
  }
  return elements.length === 0 ? undefined : elements;
}

function cleanElement(element: Element, depth: number): Element {
  if (typeof element !== 'object' || element === null) {
    throw new TypeError(`an element must be an object with a name, got ${quoteValue(element)}`);
  }
  const { name, attributes = {}, children = [] } = element;
  checkName(name);
  if (depth > MAX_DEPTH)
    throw ruleViolation('X1', `${quoteValue(name)} is nested more than ${MAX_DEPTH} elements deep`);
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
    // Joined before cleaning: a surrogate pair may be split over two pieces.
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
    throw ruleViolation(
      'X1',
      `${quoteValue(name)} is not a valid name of an element or attribute; write local or {namespace}local (RFC 4918 section 8.2)`,
    );
  }
}
