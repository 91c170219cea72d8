import { isBase64 } from '@multistatus/wire';
import { DocumentError } from '../document-error.js';
import type { Body, HeaderMap } from '../multistatus.js';
import { checkJson } from './outline-json.js';
import { faultIn } from './read-xml-structure.js';
import { extension, textOf, type XmlNode } from './xml-node.js';

/** What `M:header` and `M:body` elements say: members of a `MultistatusResponse`. */
export interface XmlContent {
  readonly headers: HeaderMap | undefined;
  readonly body: Body | undefined;
  readonly bodyOmitted: 'too-large' | 'minimal' | undefined;
}

/** The names of the elements that {@link readXmlContent} reads. */
export const CONTENT_NAMES: readonly string[] = [extension('header'), extension('body')];
const [HEADER, BODY] = CONTENT_NAMES;

/**
 * Gives the headers and the content of a response.
 *
 * @throws {DocumentError} if there are several bodies, or one is not in the form that it claims.
 */
export function readXmlContent(children: readonly XmlNode[]): XmlContent {
  const headers = readHeaders(children.filter(({ name }) => name === HEADER));
  const [body, another] = children.filter(({ name }) => name === BODY);
  if (another !== undefined) throw faultIn(another, 'extension', 'there are several M:body');
  const omitted = body?.attributes?.['omitted'];
  if (body === undefined || omitted === undefined) {
    return { headers, body: body && readBody(body), bodyOmitted: undefined };
  }
  if (omitted !== 'too-large' && omitted !== 'minimal') {
    throw faultIn(body, 'extension', 'omitted must be "too-large" or "minimal"');
  }
  return { headers, body: undefined, bodyOmitted: omitted };
}

function readHeaders(nodes: readonly XmlNode[]): HeaderMap | undefined {
  if (nodes.length === 0) return undefined;
  const values = new Map<string, string[]>();
  for (const node of nodes) {
    const name = node.attributes?.['name'];
    if (name === undefined) throw faultIn(node, 'extension', 'an M:header has no name');
    const earlier = values.get(name);
    if (earlier === undefined) values.set(name, [textOf(node)]);
    else earlier.push(textOf(node));
  }
  return Object.fromEntries(
    [...values].map(([name, [first = '', ...rest]]) => [name, rest.length === 0 ? first : [first, ...rest]]),
  );
}

function readBody(node: XmlNode): Body {
  const text = textOf(node);
  const encoding = node.attributes?.['encoding'];
  if (encoding === 'text') return { encoding, text };
  if (encoding === 'base64') {
    const base64 = text.replace(/\s+/g, '');
    if (!isBase64(base64)) throw faultIn(node, 'extension', 'an M:body is no base64');
    return { encoding, text: base64 };
  }
  if (encoding !== undefined) throw faultIn(node, 'extension', 'encoding must be "text" or "base64"');
  try {
    // Whoever writes the document as JSON takes the text on trust.
    checkJson(text);
  } catch (error) {
    const reason = error instanceof DocumentError ? error.message : '';
    throw faultIn(node, 'extension', `an M:body without encoding is no JSON: ${reason}`);
  }
  return { encoding: 'json', text };
}
