// Reads a 207 with a parser that the product does not use, into the shape of the product's model. Nothing is shared with
// the reader of the product, so that a mistake of either is seen.
import { DOMParser, type Element as DomElement, type Node } from '@xmldom/xmldom';

/** An element as the model has it. */
export interface PlainElement {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  readonly children?: readonly (string | PlainElement)[] | undefined;
}

/** The parts of a status or a propstat. */
interface PlainStatus {
  readonly code: number | undefined;
  readonly description: string | undefined;
  readonly error: readonly PlainElement[];
}

/** A response, with all that RFC 4918 section 14 puts into one. */
export interface PlainResponse extends PlainStatus {
  readonly hrefs: readonly string[];
  readonly location: string | undefined;
  readonly propstats: readonly (PlainStatus & { readonly properties: readonly PlainElement[] })[];
}

/** A document. */
export interface PlainDocument {
  readonly responses: readonly PlainResponse[];
  readonly description: string | undefined;
  readonly syncToken: string | undefined;
}

const DAV = 'DAV:';
const XMLNS = 'http://www.w3.org/2000/xmlns/';
const XML = 'http://www.w3.org/XML/1998/namespace';

/** @throws {Error} if the text is not well-formed. */
export function readWithDom(xml: string): PlainDocument {
  const parser = new DOMParser({
    onError: (level, message) => {
      throw new Error(`${level}: ${message}`);
    },
    // Line ends of XML 1.0; the default is XML 1.1.
    normalizeLineEndings: (source: string) => source.replace(/\r\n?/g, '\n'),
  });
  const root = parser.parseFromString(xml.replace(/^\uFEFF/, ''), 'application/xml').documentElement;
  if (root === null) throw new Error('there is no root');
  return {
    responses: named(root, 'response').map(readResponse),
    description: textIn(root, 'responsedescription'),
    syncToken: textIn(root, 'sync-token'),
  };
}

function readResponse(response: DomElement): PlainResponse {
  const [location] = named(response, 'location');
  const status = readStatus(response);
  const propstats = named(response, 'propstat').map((propstat) => ({
    properties: named(propstat, 'prop').flatMap((prop) =>
      elementsIn(prop).map((property) => withLanguage(toPlain(property), property)),
    ),
    ...readStatus(propstat),
  }));
  // sabre/dav adds an empty propstat to a status, which reports nothing.
  const isEmpty = propstats.every(({ properties }) => properties.length === 0);
  return {
    hrefs: named(response, 'href').map((href) => trim(href.textContent ?? '')),
    location: location && textIn(location, 'href'),
    propstats: status.code !== undefined && isEmpty ? [] : propstats,
    ...status,
  };
}

function readStatus(parent: DomElement): PlainStatus {
  const line = textIn(parent, 'status');
  return {
    code: line === undefined ? undefined : Number(line.split(/\s+/)[1]?.slice(0, 3)),
    description: textIn(parent, 'responsedescription'),
    error: named(parent, 'error').flatMap(elementsIn).map(toPlain),
  };
}

/** Several elements are joined by a line break. */
function textIn(parent: DomElement, local: string): string | undefined {
  const texts = named(parent, local).map(({ textContent }) => trim(textContent ?? ''));
  return texts.length === 0 ? undefined : texts.join('\n');
}

function trim(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && ' \t\r\n'.includes(text.charAt(start))) start += 1;
  while (end > start && ' \t\r\n'.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function childrenOf(node: DomElement): Node[] {
  const children: Node[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

function elementsIn(parent: DomElement): DomElement[] {
  return childrenOf(parent).filter((child): child is DomElement => child.nodeType === 1);
}

function named(parent: DomElement, local: string): DomElement[] {
  return elementsIn(parent).filter((child) => child.namespaceURI === DAV && child.localName === local);
}

function toPlain(element: DomElement): PlainElement {
  const attributes: Record<string, string> = {};
  for (const attribute of element.attributes) {
    if (attribute.namespaceURI === XMLNS) continue;
    attributes[clark(attribute.namespaceURI, attribute.localName ?? attribute.name)] = attribute.value;
  }
  const children: (string | PlainElement)[] = [];
  for (const child of childrenOf(element)) {
    if (child.nodeType === 1) children.push(toPlain(child as DomElement));
    // Text and CDATA sections; a comment does not separate them.
    if (child.nodeType !== 3 && child.nodeType !== 4) continue;
    const last = children.at(-1);
    if (typeof last === 'string') children[children.length - 1] = last + (child.nodeValue ?? '');
    else if (child.nodeValue !== '' && child.nodeValue !== null) children.push(child.nodeValue);
  }
  return {
    name: clark(element.namespaceURI, element.localName ?? element.tagName),
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
    ...(children.length === 0 ? {} : { children }),
  };
}

/** A property keeps the language of the elements around it (RFC 4918 section 4.3). */
function withLanguage(plain: PlainElement, element: DomElement): PlainElement {
  for (let node: Node | null = element; node !== null && node.nodeType === 1; node = node.parentNode) {
    const language = (node as DomElement).getAttributeNS(XML, 'lang');
    if (language !== null)
      return { ...plain, attributes: { ...plain.attributes, [`{${XML}}lang`]: language } };
  }
  return plain;
}

function clark(namespace: string | null, local: string): string {
  return namespace === null || namespace === '' ? local : `{${namespace}}${local}`;
}
