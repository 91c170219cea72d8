import assert from 'node:assert/strict';
import { validateMultistatus } from '@multistatus/document/xml-reader';
import {
  elementsOf,
  findViolations,
  parseXml,
  textOf,
  type XmlElement,
} from '../support/multistatus-rules.js';
import { textOf as answerText } from './assert-problem.js';
import type { RunningHost, WireAnswer } from './case.js';
import { postJson } from './refusal-case.js';

/** One `D:response` of a batch. */
export interface XmlResponse {
  readonly id: string | undefined;
  readonly index: string | undefined;
  readonly href: string;
  readonly status: string;
  readonly target: string | undefined;
  readonly location: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** `undefined` if there is no `M:body`, or one that only says why it was omitted. */
  readonly body: Uint8Array | undefined;
  readonly bodyOmitted: string | undefined;
  readonly element: XmlElement;
}

/** A 207 in its XML form: as on the wire, and parsed. */
export interface XmlBatchAnswer {
  readonly answer: WireAnswer;
  readonly root: XmlElement;
  readonly responses: readonly XmlResponse[];
}

const DAV = '{DAV:}';
const OWN = '{urn:multistatus:xml:1}';

/**
 * Posts a batch, asks for XML, and reads the response with a parser that does not belong to the product.
 *
 * Every document is checked against the rules of RFC 4918; `allowed` names the one rule that a case breaks on purpose.
 */
export async function batchAsXml(
  host: RunningHost,
  requests: readonly unknown[],
  {
    allowed,
    headers = {},
  }: { readonly allowed?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<XmlBatchAnswer> {
  const answer = await postJson(host, { requests }, { accept: 'application/xml', ...headers });
  const text = answerText(answer);
  assert.equal(answer.status, 207, text);
  const violations = findViolations(text).filter(
    (line) => allowed === undefined || !line.startsWith(allowed),
  );
  assert.deepEqual(violations, [], text);
  // The product's own validator has to agree.
  const found = validateMultistatus(text).filter(({ rule, level }) => level === 'error' && rule !== allowed);
  assert.deepEqual(found, [], text);
  const root = parseXml(text);
  return { answer, root, responses: elementsOf(root, `${DAV}response`).map(readResponse) };
}

function readResponse(element: XmlElement): XmlResponse {
  const textIn = (name: string): string | undefined => {
    const child = elementsOf(element, name)[0];
    return child && textOf(child);
  };
  const location = elementsOf(element, `${DAV}location`)[0];
  const body = elementsOf(element, `${OWN}body`)[0];
  const bodyOmitted = body?.attributes['{}omitted'];
  const locationHref = location && elementsOf(location, `${DAV}href`)[0];
  return {
    id: element.attributes[`${OWN}id`],
    index: element.attributes[`${OWN}index`],
    href: textIn(`${DAV}href`) ?? '',
    status: textIn(`${DAV}status`) ?? '',
    target: textIn(`${OWN}target`),
    location: locationHref && textOf(locationHref),
    headers: readHeaders(element),
    body: bodyOmitted === undefined ? body && readBody(body) : undefined,
    bodyOmitted,
    element,
  };
}

function readBody(body: XmlElement): Uint8Array {
  return Buffer.from(textOf(body), body.attributes['{}encoding'] === 'base64' ? 'base64' : 'utf8');
}

function readHeaders(element: XmlElement): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (const header of elementsOf(element, `${OWN}header`)) {
    const name = header.attributes['{}name'] ?? '';
    const earlier = headers[name];
    headers[name] = earlier === undefined ? textOf(header) : [earlier, textOf(header)].flat();
  }
  return headers;
}
