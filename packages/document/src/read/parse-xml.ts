import { SaxesParser, type SaxesTagNS } from 'saxes';
import { countOf } from '../count-of.js';
import { DocumentError, type DocumentPlace, type DocumentRule, quote } from '../document-error.js';
import { isLocalName } from '../element-name.js';
import { XMLNS } from '../namespaces.js';
import type { ResolvedReadLimits } from './read-limits.js';
import type { XmlNode } from './xml-node.js';

/** What a parser calls as it goes. What a handler throws comes out of the parser. */
export interface XmlHandler {
  /** The start tag of the root was read. */
  readonly onRoot: (root: XmlNode) => void;
  /** A child of the root was read, with all that is in it; the parser keeps nothing of it. */
  readonly onChild: (child: string | XmlNode) => void;
  readonly onInstruction?: ((target: string) => void) | undefined;
  readonly onDeclaredEncoding?: ((encoding: string) => void) | undefined;
}

/** Takes a text in pieces, cut wherever. */
export interface XmlParser {
  /** @throws {DocumentError} at the first fault that the text has up to here. */
  write(text: string): void;
  /** @throws {DocumentError} if the text does not end here. */
  close(): void;
}

// The version is that of the parser: a text that declares 1.1 is read as 1.0 (XML 1.0 section 2.8).
const OPTIONS = { xmlns: true, position: true, defaultXMLVersion: '1.0', forceXMLVersion: true } as const;

// The flag makes a pair one character, so that only a lone one is found.
const LONE_SURROGATE = /\p{Surrogate}/u;
const ENDS_IN_HIGH_SURROGATE = /[\uD800-\uDBFF]$/;

/**
 * Parses XML 1.0 with namespaces, whatever the prefixes.
 *
 * A document type declaration is refused, so that there are no entities but the five of XML 1.0 and nothing is
 * fetched. Depth and number of elements are bound as `limits` say; the length of the text is the caller's matter.
 */
export function createXmlParser(handler: XmlHandler, limits: ResolvedReadLimits): XmlParser {
  const parser = new SaxesParser(OPTIONS);
  const open: XmlNode[] = [];
  let start: DocumentPlace = { line: 1, column: 1 };
  let count = 0;

  const fail: Fail = (rule, message) => {
    throw new DocumentError(rule, message, { line: parser.line, column: parser.column + 1 });
  };
  const checkName = createNameCheck(fail);
  const countOne = (): void => {
    count += 1;
    if (count > limits.maxElements)
      fail('maxElements', `there are more than ${countOf(limits.maxElements, 'element')}`);
  };
  let closed: XmlNode | undefined;
  // saxes tells that a tag closes before it sees that it is the wrong one: so a child waits for what comes next.
  const handOver = (): void => {
    const child = closed;
    closed = undefined;
    if (child !== undefined) handler.onChild(child);
  };
  const onText = (text: string): void => {
    handOver();
    const parent = open.at(-1);
    if (text === '' || parent === undefined) return;
    if (open.length === 1) handler.onChild(text);
    else appendText(parent, text);
  };

  parser.on('error', ({ message }) => {
    const fault = message.replace(/^\d+:\d+: /, '').slice(0, 200);
    fail(fault === 'disallowed character.' ? 'X31' : 'X1', `the text is not well-formed: ${fault}`);
  });
  parser.on('doctype', () => fail('doctype', 'a document type declaration is refused'));
  parser.on('xmldecl', ({ encoding }) => encoding !== undefined && handler.onDeclaredEncoding?.(encoding));
  parser.on('processinginstruction', ({ target }) => handler.onInstruction?.(target));
  parser.on('opentagstart', ({ name }) => {
    handOver();
    countOne();
    if (open.length >= limits.maxDepth) fail('maxDepth', `elements nest deeper than ${limits.maxDepth}`);
    start = { line: parser.line, column: Math.max(parser.column - name.length - 1, 1) };
  });
  parser.on('attribute', countOne);
  parser.on('opentag', (tag) => {
    checkName(tag.local);
    const node = { name: nameOf(tag), attributes: attributesOf(tag, checkName), children: [], place: start };
    if (open.length > 1) open.at(-1)?.children.push(node);
    open.push(node);
    if (open.length === 1) handler.onRoot(node);
  });
  parser.on('closetag', () => {
    handOver();
    const node = open.pop();
    if (open.length === 1) closed = node;
  });
  parser.on('text', onText);
  parser.on('cdata', onText);
  return createFeed(parser, fail);
}

type Fail = (rule: DocumentRule, message: string) => never;

function createNameCheck(fail: Fail): (local: string) => void {
  const right = new Set<string>();
  return (local) => {
    if (right.has(local)) return;
    // saxes lets any character of a name follow a prefix.
    if (!isLocalName(local)) fail('X1', `${quote(local)} is no local name`);
    right.add(local);
  };
}

/** Feeds a parser with whole characters only: saxes takes half of a surrogate pair, with what follows, for a pair. */
function createFeed(parser: SaxesParser<typeof OPTIONS>, fail: Fail): XmlParser {
  let carried = '';
  return {
    write: (piece) => {
      const text = carried + piece;
      carried = ENDS_IN_HIGH_SURROGATE.test(text) ? text.slice(-1) : '';
      const whole = carried === '' ? text : text.slice(0, -1);
      const lone = whole.search(LONE_SURROGATE);
      parser.write(lone < 0 ? whole : whole.slice(0, lone));
      if (lone >= 0) fail('X31', 'the text has half of a surrogate pair');
    },
    close: () => {
      if (carried !== '') fail('X31', 'the text has half of a surrogate pair');
      parser.close();
    },
  };
}

function appendText({ children }: XmlNode, text: string): void {
  const last = children.at(-1);
  if (typeof last === 'string') children[children.length - 1] = last + text;
  else children.push(text);
}

function nameOf({ uri, local }: { readonly uri: string; readonly local: string }): string {
  return uri === '' ? local : `{${uri}}${local}`;
}

function attributesOf(
  tag: SaxesTagNS,
  checkName: (local: string) => void,
): Record<string, string> | undefined {
  const all = Object.values(tag.attributes);
  const attributes = all.length === 0 ? all : all.filter(({ uri }) => uri !== XMLNS);
  if (attributes.length === 0) return undefined;
  for (const { local } of attributes) checkName(local);
  return Object.fromEntries(attributes.map((attribute) => [nameOf(attribute), attribute.value]));
}
