import { headerOf, isObject } from '@multistatus/wire';
import type { MultistatusResponse, Propstat, Timing } from '../multistatus.js';
import { omitUndefined } from '../omit-undefined.js';
import { keepReasonPhrase } from '../status-line.js';
import { toXmlChars } from '../xml-char.js';
import type { FaultyResponse } from './document-fault.js';
import {
  errorAt,
  itemsOf,
  type JsonNode,
  memberOf,
  millisecondsOf,
  optional,
  stringOf,
  wholeNumberOf,
} from './json-node.js';
import type { JsonSpan } from './outline-json.js';
import { type JsonContent, readJsonContent } from './read-json-content.js';
import { readJsonElements } from './read-json-element.js';
import { PROPSTAT_MEMBERS, RESPONSE_MEMBERS, refuseUnreadFailure } from './refuse-unread-failure.js';
import { toItemHref } from './to-item-href.js';

/**
 * Reads a response of this library. One without an href gets {@link toItemHref} of its id.
 *
 * @throws {DocumentError} if the resource or its status is missing or ambiguous, or a member that is not known reports a
 *   failure beside a success.
 */
export function readJsonResponse(node: JsonNode, bodies: readonly JsonSpan[]): MultistatusResponse {
  const response = readResponse(node, bodies);
  if ((response.status ?? 0) < 400) refuseUnreadFailure(node, RESPONSE_MEMBERS);
  return response;
}

function readResponse(node: JsonNode, bodies: readonly JsonSpan[]): MultistatusResponse {
  const id = optional(memberOf(node, 'id'), readJsonId);
  const named = readHrefs(node);
  const isForeign = named.length === 0;
  const hrefs = isForeign && id !== undefined ? [toItemHref(id)] : named;
  const [href, second, ...others] = hrefs;
  if (href === undefined) throw errorAt(node, 'X6', 'has no href');

  const content = readJsonContent(node, bodies, isForeign);
  const location = (isForeign && headerOf(content.headers, 'location')) || undefined;
  // That of another service has a form of its own.
  const timing = isForeign ? undefined : optional(memberOf(node, 'timing'), readTiming);
  const base = { id, ...readBase(node, location), timing };
  if (memberOf(node, 'propstats').value !== undefined) {
    if (second !== undefined) throw errorAt(node, 'X8', 'has propstats for several hrefs');
    return omitUndefined({ ...base, ...readPropstatContent(node, content), href });
  }
  const status = memberOf(node, 'status');
  if (status.value === undefined) throw errorAt(node, 'X8', 'has neither status nor propstats');
  const { body, problem, ...fields } = content;
  return omitUndefined({
    ...base,
    ...fields,
    ...(second === undefined ? { href } : { hrefs: [href, second, ...others] as const }),
    ...(problem === undefined ? { body } : { problem }),
    ...readStatusMembers(node),
  });
}

/** Returns what names a response that cannot be read. Members that are not valid themselves are omitted. */
export function describeJsonResponse(node: JsonNode, position: number): FaultyResponse {
  const { href, hrefs, id, index } = isObject(node.value) ? node.value : {};
  const all: readonly unknown[] = Array.isArray(hrefs) ? hrefs : [href];
  return omitUndefined({
    position,
    hrefs: all.filter((each) => typeof each === 'string'),
    id: typeof id === 'string' || typeof id === 'number' ? String(id) : undefined,
    index: Number.isSafeInteger(index) ? (index as number) : undefined,
  });
}

/** @throws {DocumentError} of rule X11 if the value is not an integer of three digits. Unknown codes are accepted. */
export function readJsonStatus(node: JsonNode): number {
  const { value } = node;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 100 && value <= 999) return value;
  throw errorAt(node, 'X11', 'must be a status code, an integer of three digits');
}

/** Returns a text for the user, with U+FFFD in place of characters that XML cannot carry. */
export function readJsonText(node: JsonNode): string {
  return toXmlChars(stringOf(node));
}

/** Returns an id as a string. Some servers write ids as numbers. */
export function readJsonId(node: JsonNode): string {
  return typeof node.value === 'number' ? String(node.value) : stringOf(node);
}

function readStatusMembers(node: JsonNode): Pick<Propstat, 'status' | 'reasonPhrase'> {
  const status = readJsonStatus(memberOf(node, 'status'));
  const phrase = optional(memberOf(node, 'reasonPhrase'), readJsonText) ?? '';
  return { status, reasonPhrase: keepReasonPhrase(status, phrase) };
}

function readHrefs(node: JsonNode): string[] {
  const href = memberOf(node, 'href');
  const hrefs = memberOf(node, 'hrefs');
  if (href.value !== undefined && hrefs.value !== undefined) {
    throw errorAt(node, 'shape', 'has both href and hrefs');
  }
  if (hrefs.value === undefined) return href.value === undefined ? [] : [readHref(href)];
  const all = itemsOf(hrefs).map(readHref);
  if (all.length === 0) throw errorAt(node, 'X6', 'has no href');
  return [...new Set(all)];
}

function readHref(node: JsonNode): string {
  const href = stringOf(node);
  if (href === '') throw errorAt(node, 'X6', 'is empty');
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

function readTiming(node: JsonNode): Timing {
  if (!isObject(node.value)) throw errorAt(node, 'shape', 'must be an object');
  return {
    startMs: millisecondsOf(memberOf(node, 'startMs')),
    durationMs: millisecondsOf(memberOf(node, 'durationMs')),
  };
}

function readPropstatContent(
  node: JsonNode,
  { body, problem, ...fields }: JsonContent,
): Omit<JsonContent, 'body' | 'problem'> & { readonly propstats: readonly [Propstat, ...Propstat[]] } {
  const [first, ...others] = itemsOf(memberOf(node, 'propstats')).map(readPropstat);
  const hasStatus = memberOf(node, 'status').value !== undefined;
  if (hasStatus) throw errorAt(node, 'X8', 'has both a status and propstats');
  if (first === undefined) throw errorAt(node, 'X8', 'has neither status nor propstats');
  if (body !== undefined || problem !== undefined) {
    throw errorAt(node, 'shape', 'has both propstats and a body');
  }
  return { ...fields, propstats: [first, ...others] };
}

function readPropstat(node: JsonNode): Propstat {
  const status = memberOf(node, 'status');
  if (status.value === undefined) throw errorAt(node, 'X9', 'has no status');
  refuseUnreadFailure(node, PROPSTAT_MEMBERS);
  return omitUndefined({
    ...readStatusMembers(node),
    properties: readJsonElements(memberOf(node, 'properties')),
    error: optional(memberOf(node, 'error'), readJsonElements),
    description: optional(memberOf(node, 'description'), readJsonText),
  });
}
