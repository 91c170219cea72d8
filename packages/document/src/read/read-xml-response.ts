import { quote } from '../document-error.js';
import type { Element } from '../element.js';
import type { MultistatusResponse, Propstat } from '../multistatus.js';
import { omitUndefined } from '../omit-undefined.js';
import type { Problem } from '../problem.js';
import { CONTENT_NAMES, readXmlContent } from './read-xml-content.js';
import { PROBLEM_NAME, readXmlProblem } from './read-xml-problem.js';
import {
  checkText,
  faultIn,
  readDescription,
  readExtensions,
  readHref,
  readStatusLine,
  readStructure,
} from './read-xml-structure.js';
import { toElement, toElementInScope } from './to-element.js';
import { dav, elementsOf, extension, ownTextOf, textOf, type XmlNode } from './xml-node.js';

const ID = extension('id');
const INDEX = extension('index');
const TARGET = extension('target');
// Made once: names are compared for every element.
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
const OWN = new Set([...CONTENT_NAMES, TARGET]);

/**
 * Gives the response that a `D:response` element is (RFC 4918 section 14.24), in whatever order its parts stand.
 *
 * @throws {DocumentError} if it does not say what became of which resource.
 */
export function readXmlResponse(node: XmlNode, root: XmlNode): MultistatusResponse {
  const children = readStructure(node, IN_RESPONSE);
  const [href, second, ...others] = readHrefs(node, children);
  if (href === undefined) throw faultIn(node, 'X6', 'a response has no href');
  const { body, ...content } = readXmlContent(children);
  const base = { ...readAttributes(node), ...content, location: readLocation(node) };
  const extensions = readUnknown(node, children);
  const propstats = elementsOf(node, PROPSTAT).map((propstat) => readPropstat(propstat, [node, root]));
  const status = readStatus(node, propstats);

  if (status === undefined) {
    const [first, ...rest] = propstats;
    if (first === undefined) throw faultIn(node, 'X8', 'a response has neither status nor propstat');
    if (second !== undefined) throw faultIn(node, 'X8', 'a response has propstats for several hrefs');
    if (body !== undefined) throw faultIn(node, 'extension', 'a response has both propstats and a body');
    const { error, description } = readReason(node);
    return omitUndefined({ ...base, href, propstats: [first, ...rest], error, description, extensions });
  }
  const { problem, ...reason } = readReason(node, body === undefined ? status : undefined);
  return omitUndefined({
    ...base,
    ...(second === undefined ? { href } : { hrefs: [href, second, ...others] as const }),
    status,
    ...(problem === undefined ? { body } : { problem }),
    ...reason,
    extensions,
  });
}

function readHrefs(node: XmlNode, children: readonly XmlNode[]): string[] {
  const hrefs = elementsOf(node, HREF).map(readHref);
  const targets = children.filter(({ name }) => name === TARGET).map(textOf);
  if (targets.length === 0) return [...new Set(hrefs)];
  // What the document could not say in D:href, as an href may stand once (section 14.24).
  if (targets.length === hrefs.length) return targets;
  throw faultIn(node, 'extension', 'a response has not one M:target for each href');
}

function readAttributes(node: XmlNode): Pick<MultistatusResponse, 'id' | 'index'> {
  const index = node.attributes?.[INDEX];
  if (index !== undefined && !/^\d{1,15}$/.test(index)) {
    throw faultIn(node, 'extension', `M:index is ${quote(index)}, no integer from 0 up`);
  }
  return { id: node.attributes?.[ID], index: index === undefined ? undefined : Number(index) };
}

/** Gives the one status; `undefined` where the propstats say what became of the resource. */
function readStatus(node: XmlNode, propstats: readonly Propstat[]): number | undefined {
  const [status, another] = elementsOf(node, STATUS);
  if (another !== undefined) throw faultIn(another, 'X8', 'a response has several status');
  if (status === undefined) return undefined;
  const code = readStatusLine(status);
  // sabre/dav adds a propstat of nothing, with 418, to each response that has a status.
  if (propstats.every(({ properties }) => properties.length === 0)) return code;
  if (code === 200) return undefined;
  throw faultIn(node, 'X8', 'a response has both a status and propstats');
}

function readPropstat(node: XmlNode, outer: readonly XmlNode[]): Propstat {
  readStructure(node, IN_PROPSTAT);
  const [status, another] = elementsOf(node, STATUS);
  if (status === undefined) throw faultIn(node, 'X9', 'a propstat has no status');
  if (another !== undefined) throw faultIn(another, 'X9', 'a propstat has several status');
  const properties = elementsOf(node, PROP).flatMap((prop) => {
    checkText(prop, ownTextOf(prop));
    return elementsOf(prop).map((property) => toElementInScope(property, [prop, node, ...outer]));
  });
  return omitUndefined({ status: readStatusLine(status), properties, ...readReason(node) });
}

interface Reason {
  readonly error: readonly Element[] | undefined;
  readonly description: string | undefined;
  readonly problem?: Problem | undefined;
}

/** Gives why it failed; with a `status`, which only a response of one status gives, a problem is taken out. */
function readReason(node: XmlNode, status?: number): Reason {
  const conditions = elementsOf(node, ERROR).flatMap((error) => {
    checkText(error, ownTextOf(error));
    return elementsOf(error);
  });
  const description = readDescription(elementsOf(node, DESCRIPTION));
  const found = status === undefined ? undefined : conditions.find(({ name }) => name === PROBLEM_NAME);
  const problem = found && readXmlProblem(found, status ?? 0);
  const others = conditions.filter((condition) => condition !== found).map(toElement);
  const isRepeated = problem !== undefined && description === (problem.detail ?? problem.title);
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
  if (locations.length > 0 && href === undefined) throw faultIn(node, 'X20', 'a location has no href');
  if (another !== undefined) throw faultIn(another, 'X20', 'there are several locations');
  return href && readHref(href);
}

/** What stands in a propstat is kept too: for the response, as a propstat of the model has no extensions. */
function readUnknown(node: XmlNode, children: readonly XmlNode[]): readonly Element[] | undefined {
  const attributes = Object.fromEntries(
    Object.entries(node.attributes ?? {}).filter(([name]) => name !== ID && name !== INDEX),
  );
  const elements = children.filter(({ name }) => !IN_RESPONSE.has(name) && !OWN.has(name));
  for (const propstat of elementsOf(node, PROPSTAT)) {
    elements.push(...elementsOf(propstat).filter(({ name }) => !IN_PROPSTAT.has(name)));
  }
  const extensions = readExtensions(attributes, elements);
  return extensions.length === 0 ? undefined : extensions;
}
