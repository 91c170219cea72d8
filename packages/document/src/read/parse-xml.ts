import { countOf } from '@multistatus/wire';
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { DocumentError, type DocumentPlace, type DocumentRule, quote } from '../document-error.js';
import { isLocalName } from '../element-name.js';
import { XMLNS } from '../namespaces.js';
import type { ResolvedReadLimits } from './read-limits.js';
import type { XmlNode } from './xml-node.js';

/** The callbacks of a parser. An error that a callback throws passes through the parser. */
export interface XmlHandler {
  /** Called when the start tag of the root has been read. */
  readonly onRoot: (root: XmlNode) => void;
  /** Called when a child of the root has been read completely. The parser does not keep it. */
  readonly onChild: (child: string | XmlNode) => void;
  readonly onInstruction?: ((target: string) => void) | undefined;
  readonly onDeclaredEncoding?: ((encoding: string) => void) | undefined;
}

/** Parses a text that arrives in pieces, split at any point. */
export interface XmlParser {
  /** @throws {DocumentError} at the first error in the text so far. */
  write(text: string): void;
  /** @throws {DocumentError} if the text is incomplete. */
  close(): void;
}

// The version is forced: a text that declares 1.1 is read as 1.0 (XML 1.0 section 2.8).
const OPTIONS = { xmlns: true, position: true, defaultXMLVersion: '1.0', forceXMLVersion: true } as const;

// With the `u` flag a surrogate pair is one character, so this matches only a lone surrogate.
const LONE_SURROGATE = /\p{Surrogate}/u;
const ENDS_IN_HIGH_SURROGATE = /[\uD800-\uDBFF]$/;

/**
 * Creates a parser of XML 1.0 with namespaces. Prefixes do not matter.
 *
 * A document type declaration is rejected, so there are no entities except the five of XML 1.0, and nothing is fetched.
 * `limits` bound the nesting depth and the number of elements; the caller must bound the length of the text.
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
  // saxes reports an end tag before it checks that it is the right one, so a child is handed over one event later.
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
    const reason = message.replace(/^\d+:\d+: /, '').slice(0, 200);
    fail(reason === 'disallowed character.' ? 'X31' : 'X1', `the text is not well-formed: ${reason}`);
  });
  parser.on('doctype', () => fail('doctype', 'a document type declaration is not allowed'));
  parser.on('xmldecl', ({ encoding }) => encoding !== undefined && handler.onDeclaredEncoding?.(encoding));
  parser.on('processinginstruction', ({ target }) => handler.onInstruction?.(target));
  parser.on('opentagstart', ({ name }) => {
    handOver();
    countOne();
    if (open.length >= limits.maxDepth)
      fail('maxDepth', `elements are nested deeper than ${limits.maxDepth}`);
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
  const valid = new Set<string>();
  return (local) => {
    if (valid.has(local)) return;
    // saxes accepts a local name after a prefix even if its first character is not allowed there, such as a digit.
    if (!isLocalName(local)) fail('X1', `${quote(local)} is not a valid local name`);
    valid.add(local);
  };
}

/**
 * Feeds a parser with complete characters only: saxes treats a lone surrogate and the code unit after it as a pair.
 */
function createFeed(parser: SaxesParser<typeof OPTIONS>, fail: Fail): XmlParser {
  let carried = '';
  return {
    write: (piece) => {
      const text = carried + piece;
      carried = ENDS_IN_HIGH_SURROGATE.test(text) ? text.slice(-1) : '';
      const whole = carried === '' ? text : text.slice(0, -1);
      const lone = whole.search(LONE_SURROGATE);
      parser.write(lone < 0 ? whole : whole.slice(0, lone));
      if (lone >= 0) fail('X31', 'the text contains a lone surrogate');
    },
    close: () => {
      if (carried !== '') fail('X31', 'the text contains a lone surrogate');
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
