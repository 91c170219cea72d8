import { headerOf } from '@multistatus/wire';
import type { MultistatusResponse, Propstat } from '../multistatus.js';
import { omitUndefined } from '../omit-undefined.js';
import { toXmlChars } from '../xml-char.js';
import { faultAt, itemsOf, type JsonNode, memberOf, optional, stringOf, wholeNumberOf } from './json-node.js';
import type { JsonSpan } from './outline-json.js';
import { type JsonContent, readJsonContent } from './read-json-content.js';
import { readJsonElements } from './read-json-element.js';
import { toItemHref } from './to-item-href.js';

/**
 * Gives a response of a JSON document: of this library, or of a batch of OData 4.01 or Microsoft Graph, whose
 * responses have no href; theirs then is {@link toItemHref} of the id.
 *
 * @throws {DocumentError} if it does not say what became of which resource.
 */
export function readJsonResponse(node: JsonNode, bodies: readonly JsonSpan[]): MultistatusResponse {
  const id = optional(memberOf(node, 'id'), readJsonId);
  const named = readHrefs(node);
  const isForeign = named.length === 0;
  const hrefs = isForeign && id !== undefined ? [toItemHref(id)] : named;
  const [href, second, ...others] = hrefs;
  if (href === undefined) throw faultAt(node, 'X6', 'has no href');

  const content = readJsonContent(node, bodies, isForeign);
  const location = (isForeign && headerOf(content.headers, 'location')) || undefined;
  const base = { id, ...readBase(node, location) };
  if (memberOf(node, 'propstats').value !== undefined) {
    if (second !== undefined) throw faultAt(node, 'X8', 'has propstats for several hrefs');
    return omitUndefined({ ...base, ...readPropstatContent(node, content), href });
  }
  const status = memberOf(node, 'status');
  if (status.value === undefined) throw faultAt(node, 'X8', 'has neither status nor propstats');
  const { body, problem, ...rest } = content;
  return omitUndefined({
    ...base,
    ...rest,
    ...(second === undefined ? { href } : { hrefs: [href, second, ...others] as const }),
    ...(problem === undefined ? { body } : { problem }),
    status: readJsonStatus(status),
  });
}

/** Gives a status code of three digits, which may be one that nobody knows. */
export function readJsonStatus(node: JsonNode): number {
  const { value } = node;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 100 && value <= 999) return value;
  throw faultAt(node, 'X11', 'must be a status code, an integer of three digits');
}

/** Gives a text for a user to read, with U+FFFD for what XML could not carry. */
export function readJsonText(node: JsonNode): string {
  return toXmlChars(stringOf(node));
}

/** Gives an id; some servers write numbers. */
export function readJsonId(node: JsonNode): string {
  return typeof node.value === 'number' ? String(node.value) : stringOf(node);
}

function readHrefs(node: JsonNode): string[] {
  const href = memberOf(node, 'href');
  const hrefs = memberOf(node, 'hrefs');
  if (href.value !== undefined && hrefs.value !== undefined) {
    throw faultAt(node, 'shape', 'has both href and hrefs');
  }
  if (hrefs.value === undefined) return href.value === undefined ? [] : [readHref(href)];
  const all = itemsOf(hrefs).map(readHref);
  if (all.length === 0) throw faultAt(node, 'X6', 'has no href');
  return [...new Set(all)];
}

function readHref(node: JsonNode): string {
  const href = stringOf(node);
  if (href === '') throw faultAt(node, 'X6', 'is empty');
  return href;
}

function readBase(
  node: JsonNode,
  foreignLocation: string | undefined,
): Pick<MultistatusResponse, 'index' | 'location' | 'error' | 'description' | 'extensions'> {
  return {
    index: optional(memberOf(node, 'index'), wholeNumberOf),
    location: optional(memberOf(node, 'location'), readHref) ?? foreignLocation,
    error: optional(memberOf(node, 'error'), readJsonElements),
    description: optional(memberOf(node, 'description'), readJsonText),
    extensions: optional(memberOf(node, 'extensions'), readJsonElements),
  };
}

function readPropstatContent(
  node: JsonNode,
  { body, problem, headers, bodyOmitted }: JsonContent,
): Pick<JsonContent, 'headers' | 'bodyOmitted'> & { readonly propstats: readonly [Propstat, ...Propstat[]] } {
  const [first, ...others] = itemsOf(memberOf(node, 'propstats')).map(readPropstat);
  const hasStatus = memberOf(node, 'status').value !== undefined;
  if (hasStatus) throw faultAt(node, 'X8', 'has both a status and propstats');
  if (first === undefined) throw faultAt(node, 'X8', 'has neither status nor propstats');
  if (body !== undefined || problem !== undefined) {
    throw faultAt(node, 'shape', 'has both propstats and a body');
  }
  return { headers, bodyOmitted, propstats: [first, ...others] };
}

function readPropstat(node: JsonNode): Propstat {
  const status = memberOf(node, 'status');
  if (status.value === undefined) throw faultAt(node, 'X9', 'has no status');
  return omitUndefined({
    status: readJsonStatus(status),
    properties: readJsonElements(memberOf(node, 'properties')),
    error: optional(memberOf(node, 'error'), readJsonElements),
    description: optional(memberOf(node, 'description'), readJsonText),
  });
}
