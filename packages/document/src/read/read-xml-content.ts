import { isBase64 } from '@multistatus/wire';
import { type BodyOmission, isBodyOmission, OMISSION_RULE } from '../body-omission.js';
import { DocumentError } from '../document-error.js';
import { isMilliseconds } from '../is-milliseconds.js';
import type { Body, HeaderMap, Timing } from '../multistatus.js';
import { checkJson } from './outline-json.js';
import { errorIn } from './read-xml-structure.js';
import { extension, textContentOf, type XmlNode } from './xml-node.js';

/** The content of `M:header`, `M:body`, `M:trailer` and `M:timing` elements: members of a `MultistatusResponse`. */
export interface XmlContent {
  readonly headers: HeaderMap | undefined;
  readonly body: Body | undefined;
  readonly bodyOmitted: BodyOmission | undefined;
  readonly trailers: HeaderMap | undefined;
  readonly timing: Timing | undefined;
}

/** The names of the elements that {@link readXmlContent} reads. */
export const CONTENT_NAMES: readonly string[] = [
  extension('header'),
  extension('body'),
  extension('trailer'),
  extension('timing'),
];
const [HEADER, BODY, TRAILER, TIMING] = CONTENT_NAMES;
/** A number as JavaScript writes it: with an exponent if it is very small or very large. */
const DECIMAL = /^\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/**
 * Reads the headers, the content, the trailers and the timing of a response.
 *
 * @throws {DocumentError} of rule `extension` if there are several bodies or timings, a body does not match its encoding, or a
 *   timing has no times.
 */
export function readXmlContent(children: readonly XmlNode[]): XmlContent {
  const headers = readFields(children.filter(({ name }) => name === HEADER));
  const trailers = readFields(children.filter(({ name }) => name === TRAILER));
  const timing = readTiming(children);
  const body = oneOf(children, BODY, 'M:body');
  const omitted = body?.attributes?.['omitted'];
  if (body === undefined || omitted === undefined) {
    return { headers, body: body && readXmlBody(body), bodyOmitted: undefined, trailers, timing };
  }
  if (!isBodyOmission(omitted)) throw errorIn(body, 'extension', `omitted ${OMISSION_RULE}`);
  return { headers, body: undefined, bodyOmitted: omitted, trailers, timing };
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

function readTiming(children: readonly XmlNode[]): Timing | undefined {
  const node = oneOf(children, TIMING, 'M:timing');
  return node && { startMs: readMilliseconds(node, 'start'), durationMs: readMilliseconds(node, 'duration') };
}

function readMilliseconds(node: XmlNode, name: string): number {
  const text = node.attributes?.[name] ?? '';
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN;
  if (isMilliseconds(value)) return value;
  throw errorIn(
    node,
    'extension',
    `an M:timing must have the attribute ${name}, a number of milliseconds >= 0`,
  );
}

function oneOf(children: readonly XmlNode[], name: string | undefined, label: string): XmlNode | undefined {
  const [first, another] = children.filter((child) => child.name === name);
  if (another !== undefined) throw errorIn(another, 'extension', `there is more than one ${label}`);
  return first;
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
