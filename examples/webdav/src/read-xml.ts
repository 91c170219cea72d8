import type { Element } from '@multistatus/document';
import { type SaxesAttributeNS, SaxesParser } from 'saxes';
import { Refusal } from './refusal.js';

const MAX_DEPTH = 100;
const XMLNS = 'http://www.w3.org/2000/xmlns/';
const BYTE_ORDER_MARKS = [
  ['utf-16le', 0xff, 0xfe],
  ['utf-16be', 0xfe, 0xff],
] as const;

interface OpenElement extends Element {
  readonly children: (string | Element)[];
}

/**
 * Returns the root element of an XML document in UTF-8 or UTF-16, with all names resolved, without comments.
 *
 * @throws {Refusal} 400 if the document is not well-formed, has a DOCTYPE (which could expand a small body hugely)
 *   or nests elements deeper than 100.
 */
export function readXml(bytes: Uint8Array): Element {
  const parser = new SaxesParser({ xmlns: true, defaultXMLVersion: '1.0', forceXMLVersion: true });
  const open: OpenElement[] = [];
  let root: Element | undefined;

  parser.on('error', ({ message }) => refuse(`The body is not well-formed XML: ${message}`));
  parser.on('doctype', () => refuse('The body has a DOCTYPE.'));
  parser.on('opentag', ({ uri, local, attributes }) => {
    if (open.length === MAX_DEPTH) refuse(`The body nests elements deeper than ${MAX_DEPTH}.`);
    const element = { name: nameOf(uri, local), attributes: readAttributes(attributes), children: [] };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  const addText = (text: string): void => {
    open.at(-1)?.children.push(text);
  };
  parser.on('text', addText);
  parser.on('cdata', addText);

  parser.write(decode(bytes)).close();
  return root ?? refuse('The body is empty.');
}

/** Returns the child elements of an element: all, or those with one name. */
export function elementsIn({ children = [] }: Element, name?: string): readonly Element[] {
  return children.filter(
    (child): child is Element => typeof child !== 'string' && (name === undefined || child.name === name),
  );
}

function readAttributes(attributes: Readonly<Record<string, SaxesAttributeNS>>): Record<string, string> {
  return Object.fromEntries(
    Object.values(attributes)
      .filter(({ uri }) => uri !== XMLNS)
      .map(({ uri, local, value }) => [nameOf(uri, local), value]),
  );
}

function nameOf(uri: string, local: string): string {
  return uri === '' ? local : `{${uri}}${local}`;
}

function decode(bytes: Uint8Array): string {
  const mark = BYTE_ORDER_MARKS.find(([, first, second]) => bytes[0] === first && bytes[1] === second);
  const [encoding] = mark ?? ['utf-8'];
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return refuse(`The body is not in ${encoding}.`);
  }
}

function refuse(message: string): never {
  throw new Refusal(400, message);
}
