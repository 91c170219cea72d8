import { isBase64 } from '@multistatus/wire';
import { type BodyOmission, isBodyOmission, OMISSION_RULE } from '../body-omission.js';
import { DocumentError } from '../document-error.js';
import type { Body, HeaderMap } from '../multistatus.js';
import { checkJson } from './outline-json.js';
import { errorIn } from './read-xml-structure.js';
import { extension, textContentOf, type XmlNode } from './xml-node.js';

/** The content of `M:header`, `M:body` and `M:trailer` elements: members of a `MultistatusResponse`. */
export interface XmlContent {
  readonly headers: HeaderMap | undefined;
  readonly body: Body | undefined;
  readonly bodyOmitted: BodyOmission | undefined;
  readonly trailers: HeaderMap | undefined;
}

/** The names of the elements that {@link readXmlContent} reads. */
export const CONTENT_NAMES: readonly string[] = [
  extension('header'),
  extension('body'),
  extension('trailer'),
];
const [HEADER, BODY, TRAILER] = CONTENT_NAMES;

/**
 * Reads the headers, the content and the trailers of a response.
 *
 * @throws {DocumentError} of rule `extension` if there are several bodies, or a body does not match its encoding.
 */
export function readXmlContent(children: readonly XmlNode[]): XmlContent {
  const headers = readFields(children.filter(({ name }) => name === HEADER));
  const trailers = readFields(children.filter(({ name }) => name === TRAILER));
  const [body, another] = children.filter(({ name }) => name === BODY);
  if (another !== undefined) throw errorIn(another, 'extension', 'there is more than one M:body');
  const omitted = body?.attributes?.['omitted'];
  if (body === undefined || omitted === undefined) {
    return { headers, body: body && readXmlBody(body), bodyOmitted: undefined, trailers };
  }
  if (!isBodyOmission(omitted)) throw errorIn(body, 'extension', `omitted ${OMISSION_RULE}`);
  return { headers, body: undefined, bodyOmitted: omitted, trailers };
}

function readFields(nodes: readonly XmlNode[]): HeaderMap | undefined {
  if (nodes.length === 0) return undefined;
  const values = new Map<string, string[]>();
  for (const node of nodes) {
    const name = node.attributes?.['name'];
    if (name === undefined) throw errorIn(node, 'extension', 'an M:header or M:trailer has no name');
    const earlier = values.get(name);
    if (earlier === undefined) values.set(name, [textContentOf(node)]);
    else earlier.push(textContentOf(node));
  }
  return Object.fromEntries(
    [...values].map(([name, [first = '', ...rest]]) => [name, rest.length === 0 ? first : [first, ...rest]]),
  );
}

function readXmlBody(node: XmlNode): Body {
  const text = textContentOf(node);
  const encoding = node.attributes?.['encoding'];
  if (encoding === 'text') return { encoding, text };
  if (encoding === 'base64') {
    const base64 = text.replace(/\s+/g, '');
    if (!isBase64(base64)) throw errorIn(node, 'extension', 'an M:body is not base64');
    return { encoding, text: base64 };
  }
  if (encoding !== undefined) throw errorIn(node, 'extension', 'encoding must be "text" or "base64"');
  try {
    // The JSON writer does not check the text.
    checkJson(text);
  } catch (error) {
    const reason = error instanceof DocumentError ? error.message : '';
    throw errorIn(node, 'extension', `an M:body without encoding is not JSON: ${reason}`);
  }
  return { encoding: 'json', text };
}
