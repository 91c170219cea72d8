import { countOf } from '@multistatus/wire';
import { DocumentError, isDocumentError, quote } from '../document-error.js';
import type { Multistatus, MultistatusResponse, Summary } from '../multistatus.js';
import { omitUndefined } from '../omit-undefined.js';
import { checkComplete } from './check-complete.js';
import { type FaultyResponse, type OnFault, readPart } from './document-fault.js';
import { createXmlParser, type XmlParser } from './parse-xml.js';
import type { ResolvedReadLimits } from './read-limits.js';
import { readXmlResponse } from './read-xml-response.js';
import {
  checkChild,
  checkText,
  errorIn,
  readDescription,
  readExtensions,
  readToken,
} from './read-xml-structure.js';
import { dav, elementsOf, extension, ownTextOf, type XmlNode } from './xml-node.js';

const RESPONSE = dav('response');
const HREF = dav('href');
const IN_MULTISTATUS = new Set([RESPONSE, dav('responsedescription')]);
const SUMMARY = extension('summary');
const COUNT = /^\d{1,15}$/;

/** Reads an XML document that arrives in pieces. */
export interface XmlReader extends Pick<XmlParser, 'write'> {
  /** @throws {DocumentError} if the text is incomplete. */
  close(): Multistatus;
}

/**
 * Creates a reader of one document. Besides the model, only the current child of the root is kept in memory. With
 * `onFault`, a child that cannot be read is passed to it and omitted; after an error of the text itself, what was read
 * before is the document.
 */
export function createXmlReader(limits: ResolvedReadLimits, onFault?: OnFault): XmlReader {
  const responses: MultistatusResponse[] = [];
  const others: XmlNode[] = [];
  let root: XmlNode | undefined;
  /** The number of responses so far, including those that cannot be read. */
  let count = 0;
  let isBroken = false;

  const readResponse = (child: XmlNode, parent: XmlNode): void => {
    count += 1;
    if (count > limits.maxResponses) {
      throw errorIn(child, 'maxResponses', `there are more than ${countOf(limits.maxResponses, 'response')}`);
    }
    const position = count - 1;
    const response = readPart(
      () => readXmlResponse(child, parent),
      onFault,
      () => describeResponse(child, position),
    );
    if (response !== undefined) responses.push(response);
  };
  const onChild = (child: string | XmlNode): void => {
    if (root === undefined) return;
    const parent = root;
    if (typeof child === 'string') readPart(() => checkText(parent, child), onFault);
    else if (child.name === RESPONSE) readResponse(child, parent);
    else readPart(() => void others.push(toMember(child)), onFault);
  };
  const parser = createXmlParser(
    {
      onRoot: (node) => {
        root = checkRoot(node);
      },
      onChild,
    },
    limits,
  );
  const parse = (step: () => void): void => {
    if (isBroken) return;
    try {
      step();
    } catch (error) {
      if (onFault === undefined || root === undefined || !isDocumentError(error)) throw error;
      isBroken = true;
      onFault({ error });
    }
  };
  return {
    write: (text) => parse(() => parser.write(text)),
    close: () => {
      parse(() => parser.close());
      if (root === undefined)
        throw new DocumentError('X1', 'there is no root element', { line: 1, column: 1 });
      if (isBroken) return { responses };
      const node = root;
      const document = { ...readPart(() => readMembers(node, others), onFault), responses };
      const { place } = others.find(({ name }) => name === SUMMARY) ?? root;
      return checkComplete(document, place, { faulty: count - responses.length, onFault });
    },
  };
}

function toMember(child: XmlNode): XmlNode {
  checkChild(child, IN_MULTISTATUS);
  return child;
}

function describeResponse(node: XmlNode, position: number): FaultyResponse {
  return { position, hrefs: elementsOf(node, HREF).map((href) => ownTextOf(href).trim()) };
}

function checkRoot(root: XmlNode): XmlNode {
  if (root.name === dav('multistatus')) return root;
  throw errorIn(root, 'X2', `the root is ${quote(root.name)}, not ${dav('multistatus')}`);
}

function readMembers(root: XmlNode, children: readonly XmlNode[]): Omit<Multistatus, 'responses'> {
  const named = (name: string): XmlNode[] => children.filter((child) => child.name === name);
  const [summary, second] = named(SUMMARY);
  if (second !== undefined) throw errorIn(second, 'extension', 'there is more than one M:summary');
  const [syncToken, another] = named(dav('sync-token'));
  if (another !== undefined) throw errorIn(another, 'X36', 'there is more than one sync-token');
  const known = new Set([SUMMARY, dav('sync-token'), dav('responsedescription')]);
  const extensions = readExtensions(
    root.attributes ?? {},
    children.filter(({ name }) => !known.has(name)),
  );
  return omitUndefined({
    summary: summary && readSummary(summary),
    description: readDescription(named(dav('responsedescription'))),
    syncToken: syncToken && readToken(syncToken),
    extensions: extensions.length === 0 ? undefined : extensions,
  });
}

function readSummary(node: XmlNode): Summary {
  const count = (name: keyof Summary): number => {
    const text = node.attributes?.[name] ?? '';
    if (!COUNT.test(text)) throw errorIn(node, 'extension', `M:summary has no count of ${name}`);
    return Number(text);
  };
  return {
    total: count('total'),
    succeeded: count('succeeded'),
    failed: count('failed'),
    other: count('other'),
  };
}
