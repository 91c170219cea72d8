import { quote } from '../document-error.js';
import type { Element } from '../element.js';
import type { MultistatusResponse, Propstat } from '../multistatus.js';
import { omitUndefined } from '../omit-undefined.js';
import type { Problem } from '../problem.js';
import { findProblem } from './find-problem.js';
import { CONTENT_NAMES, readXmlContent } from './read-xml-content.js';
import { PROBLEM_NAME, readXmlProblem } from './read-xml-problem.js';
import {
  checkText,
  errorIn,
  readDescription,
  readExtensions,
  readHref,
  readStatusLine,
  readStructure,
  type StatusLine,
  trimXml,
} from './read-xml-structure.js';
import { toElement, toElementInScope } from './to-element.js';
import { dav, elementsOf, extension, ownTextOf, textContentOf, type XmlNode } from './xml-node.js';

const ID = extension('id');
const INDEX = extension('index');
const TARGET = extension('target');
// Computed once, because names are compared for every element.
const HREF = dav('href');
const STATUS = dav('status');
const PROPSTAT = dav('propstat');
const PROP = dav('prop');
const ERROR = dav('error');
const DESCRIPTION = dav('responsedescription');
const LOCATION = dav('location');
const IN_RESPONSE = new Set([HREF, STATUS, PROPSTAT, ERROR, DESCRIPTION, LOCATION]);
const IN_PROPSTAT = new Set([PROP, STATUS, ERROR, DESCRIPTION]);
const IN_LOCATION = new Set([HREF]);
const OWN_EXTENSIONS = new Set([...CONTENT_NAMES, TARGET]);

/**
 * Reads a `D:response` element (RFC 4918 section 14.24). Its child elements may be in any order.
 *
 * @throws {DocumentError} if the resource or its status is missing or ambiguous.
 */
export function readXmlResponse(node: XmlNode, root: XmlNode): MultistatusResponse {
  const children = readStructure(node, IN_RESPONSE);
  const [href, second, ...others] = readHrefs(node, children);
  if (href === undefined) throw errorIn(node, 'X6', 'a response has no href');
  const { body, ...content } = readXmlContent(children);
  const base = { ...readAttributes(node), ...content, location: readLocation(node) };
  const extensions = readUnknown(node, children);
  const propstats = elementsOf(node, PROPSTAT).map((propstat) => readPropstat(propstat, [node, root]));
  const line = readStatus(node, propstats);

  if (line === undefined) {
    const [first, ...otherPropstats] = propstats;
    if (first === undefined) throw errorIn(node, 'X8', 'a response has neither status nor propstat');
    if (second !== undefined) throw errorIn(node, 'X8', 'a response has propstats for several hrefs');
    if (body !== undefined) throw errorIn(node, 'extension', 'a response has both propstats and a body');
    const { error, description } = readReason(node);
    return omitUndefined({
      ...base,
      href,
      propstats: [first, ...otherPropstats],
      error,
      description,
      extensions,
    });
  }
  const { problem = findProblem(base.headers, body), ...reason } = readReason(
    node,
    body === undefined ? line.status : undefined,
  );
  return omitUndefined({
    ...base,
    ...(second === undefined ? { href } : { hrefs: [href, second, ...others] as const }),
    ...line,
    ...(problem === undefined ? { body } : { problem }),
    ...reason,
    extensions,
  });
}

function readHrefs(node: XmlNode, children: readonly XmlNode[]): string[] {
  const hrefs = elementsOf(node, HREF).map(readHref);
  const targets = children.filter(({ name }) => name === TARGET).map(textContentOf);
  if (targets.length === 0) return [...new Set(hrefs)];
  // The true hrefs: an href may occur only once in D:href (section 14.24).
  if (targets.length === hrefs.length) return targets;
  throw errorIn(node, 'extension', 'a response must have one M:target for each href');
}

function readAttributes(node: XmlNode): Pick<MultistatusResponse, 'id' | 'index'> {
  const index = node.attributes?.[INDEX];
  if (index !== undefined && !/^\d{1,15}$/.test(index)) {
    throw errorIn(node, 'extension', `M:index is ${quote(index)}, not an integer >= 0`);
  }
  return { id: node.attributes?.[ID], index: index === undefined ? undefined : Number(index) };
}

/** Returns the status of the response; `undefined` if the propstats report the result instead. */
function readStatus(node: XmlNode, propstats: readonly Propstat[]): StatusLine | undefined {
  const [status, another] = elementsOf(node, STATUS);
  if (another !== undefined) throw errorIn(another, 'X8', 'a response has more than one status');
  if (status === undefined) return undefined;
  const line = readStatusLine(status);
  // sabre/dav adds an empty propstat with status 418 to each response that has a status.
  if (propstats.every(({ properties }) => properties.length === 0)) return line;
  if (line.status === 200) return undefined;
  throw errorIn(node, 'X8', 'a response has both a status and propstats');
}

function readPropstat(node: XmlNode, outer: readonly XmlNode[]): Propstat {
  readStructure(node, IN_PROPSTAT);
  const [status, another] = elementsOf(node, STATUS);
  if (status === undefined) throw errorIn(node, 'X9', 'a propstat has no status');
  if (another !== undefined) throw errorIn(another, 'X9', 'a propstat has more than one status');
  const properties = elementsOf(node, PROP).flatMap((prop) => {
    checkText(prop, ownTextOf(prop));
    return elementsOf(prop).map((property) => toElementInScope(property, [prop, node, ...outer]));
  });
  return omitUndefined({ ...readStatusLine(status), properties, ...readReason(node) });
}

interface Reason {
  readonly error: readonly Element[] | undefined;
  readonly description: string | undefined;
  readonly problem?: Problem | undefined;
}

/**
 * Reads why a response failed. `status` is passed for a response in the status form: only there a `problem` element is
 * returned as the problem and not as an error condition.
 */
function readReason(node: XmlNode, status?: number): Reason {
  const conditions = elementsOf(node, ERROR).flatMap((error) => {
    checkText(error, ownTextOf(error));
    return elementsOf(error);
  });
  const description = readDescription(elementsOf(node, DESCRIPTION));
  const found = status === undefined ? undefined : conditions.find(({ name }) => name === PROBLEM_NAME);
  const problem = found && readXmlProblem(found, status ?? 0);
  const others = conditions.filter((condition) => condition !== found).map(toElement);
  const isRepeated = problem !== undefined && description === trimXml(problem.detail ?? problem.title);
  return {
    error: others.length === 0 ? undefined : others,
    description: isRepeated ? undefined : description,
    ...(problem === undefined ? undefined : { problem }),
  };
}

function readLocation(node: XmlNode): string | undefined {
  const locations = elementsOf(node, LOCATION);
  const hrefs = locations.flatMap((location) =>
    readStructure(location, IN_LOCATION).filter(({ name }) => name === HREF),
  );
  const [href, another] = hrefs;
  if (locations.length > 0 && href === undefined) throw errorIn(node, 'X20', 'a location has no href');
  if (another !== undefined) throw errorIn(another, 'X20', 'there is more than one location');
  return href && readHref(href);
}

/** Unknown elements in a propstat are added to those of the response, because a propstat has no extensions. */
function readUnknown(node: XmlNode, children: readonly XmlNode[]): readonly Element[] | undefined {
  const attributes = Object.fromEntries(
    Object.entries(node.attributes ?? {}).filter(([name]) => name !== ID && name !== INDEX),
  );
  const elements = children.filter(({ name }) => !IN_RESPONSE.has(name) && !OWN_EXTENSIONS.has(name));
  for (const propstat of elementsOf(node, PROPSTAT)) {
    for (const element of elementsOf(propstat)) {
      if (!IN_PROPSTAT.has(element.name)) elements.push(element);
    }
  }
  const extensions = readExtensions(attributes, elements);
  return extensions.length === 0 ? undefined : extensions;
}
