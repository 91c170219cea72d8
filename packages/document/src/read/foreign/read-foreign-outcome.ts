import { headerOf } from '@multistatus/wire';
import { MAX_BODY_DEPTH } from '../../max-body-depth.js';
import type { Body, HeaderMap, MultistatusResponse } from '../../multistatus.js';
import { omitUndefined } from '../../omit-undefined.js';
import { toXmlChars } from '../../xml-char.js';
import { JsonCursor } from '../json-cursor.js';
import { itemsOf, type JsonNode, memberOf, stringOf } from '../json-node.js';
import { type JsonPath, outlineJson } from '../outline-json.js';
import { readJsonContent } from '../read-json-content.js';
import type { ResolvedReadLimits } from '../read-limits.js';
import type { Verdict } from './judge-outcome.js';
import { describe, descriptionNameOf, indexOf, nameOutcome, type OutcomeName } from './name-outcome.js';
import { ID_NAMES, plainName, STATUS_NAMES, SUCCESS_NAMES } from './outcome-words.js';

/** An entry of a list of outcomes, with its source text. */
export interface ForeignEntry {
  readonly item: JsonNode & { readonly value: object };
  readonly text: string;
}

// The whole document was checked against the limits before.
const CHECKED: ResolvedReadLimits = {
  maxBytes: Number.POSITIVE_INFINITY,
  maxDepth: MAX_BODY_DEPTH,
  maxElements: Number.POSITIVE_INFINITY,
  maxResponses: Number.POSITIVE_INFINITY,
};
// A response has these as members of its own, or they belong to the request.
const READ_NAMES: ReadonlySet<string> = new Set([
  ...STATUS_NAMES,
  ...SUCCESS_NAMES,
  ...ID_NAMES,
  ...['href', 'index', 'atomicitygroup'],
]);

/**
 * Returns the response for an entry. Its `body` member is the body. An entry without one is the body itself, unless the
 * response has all that it says. `place` names an entry that has no name: its index in the request, or a word and a
 * number.
 */
export function readForeignOutcome(
  entry: ForeignEntry,
  { status, says, at }: Verdict,
  place: number | string,
): MultistatusResponse {
  const { item: node } = entry;
  const stated = indexOf(node);
  const named = nameOfEntry(node, at, stated ?? place);
  const position = named.id === undefined && typeof place === 'number' ? place : undefined;
  const { headers, body } = readContent(entry);
  const description = says === 'failure' ? (describe(node) ?? describe(at)) : undefined;
  return omitUndefined({
    index: stated ?? position,
    ...named,
    status,
    headers,
    body,
    description: description === undefined ? undefined : toXmlChars(description),
    location: headerOf(headers, 'location') || undefined,
  });
}

/** In `{ "index": { "_id": "1", "status": 201 } }`, the object that has the status has the name too. */
function nameOfEntry(node: JsonNode, at: JsonNode, place: number | string): OutcomeName {
  const named = nameOutcome(node, place);
  return named.id === undefined && named.hrefs === undefined && at !== node ? nameOutcome(at, place) : named;
}

function readContent({ item: node, text }: ForeignEntry): {
  readonly headers: HeaderMap | undefined;
  readonly body: Body | undefined;
} {
  const hasBody = Object.hasOwn(node.value, 'body');
  const { value, bodies } = hasBody
    ? outlineJson(new JsonCursor(text), CHECKED, isEntryBody)
    : { value: node.value, bodies: [] };
  const headersName = Object.keys(node.value).find((each) => /^(?:http)?headers$/i.test(each));
  const listed = memberOf(node, headersName ?? 'headers');
  // PHP writes an empty object as an empty array, and Facebook a list of names and values.
  const headers = Array.isArray(listed.value) ? readHeaderList(listed) : listed.value;
  const outlined = { ...node, value: { ...(value as object), headers } };
  const { body, headers: read } = readJsonContent(outlined, bodies, true);
  return { headers: read, body: body ?? (isRead(node) ? undefined : { encoding: 'json', text }) };
}

function isEntryBody(path: JsonPath): boolean {
  return path.length === 1 && path[0] === 'body';
}

function readHeaderList(node: JsonNode): HeaderMap | undefined {
  const fields = itemsOf(node).map(
    (field) => [stringOf(memberOf(field, 'name')), stringOf(memberOf(field, 'value'))] as const,
  );
  if (fields.length === 0) return undefined;
  const byName = new Map<string, string[]>();
  for (const [name, value] of fields) {
    const values = byName.get(name);
    if (values === undefined) byName.set(name, [value]);
    else values.push(value);
  }
  return Object.fromEntries(
    [...byName].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  );
}

function isRead(node: ForeignEntry['item']): boolean {
  const description = descriptionNameOf(node);
  const isText = description !== undefined && typeof memberOf(node, description).value === 'string';
  return Object.entries(node.value).every(([name, value]) => {
    const plain = plainName(name);
    if (value === null || (isText && name === description) || plain.endsWith('headers')) return true;
    return typeof value !== 'object' && READ_NAMES.has(plain);
  });
}
