import { isObject } from '@multistatus/wire';
import { itemsOf, type JsonNode, memberOf, membersOf } from '../json-node.js';
import { toItemHref } from '../to-item-href.js';
import { DESCRIPTION_NAMES, ID_NAMES, plainName } from './outcome-words.js';

/** How an outcome is named, as members of a response. */
export type OutcomeName = { readonly id?: string | undefined } & (
  | { readonly href: string; readonly hrefs?: undefined }
  | { readonly hrefs: readonly [string, string, ...string[]]; readonly href?: undefined }
);

// Errors are nested: error.json.message in tRPC with superjson.
const MAX_DEPTH = 3;

/** Returns the ids that an outcome has: its own one, or the list in an error of HubSpot. */
export function idsOf(node: JsonNode): string[] {
  const own = ownIdOf(node);
  if (own !== undefined) return [own];
  const context = memberOf(node, 'context');
  const lists = [memberOf(node, 'ids'), memberOf(context, 'ids'), memberOf(context, 'objectWriteTraceId')];
  const [ids] = lists.filter(({ value }) => Array.isArray(value) && value.length > 0);
  if (ids === undefined) return [];
  return [...new Set(itemsOf(ids).flatMap(({ value }) => toId(value) ?? []))];
}

/** Returns the name of an outcome. Without an href or an id, it is named by `place`: an index, or a word and a number. */
export function nameOutcome(node: JsonNode, place: number | string): OutcomeName {
  const [id, second, ...others] = idsOf(node);
  if (id !== undefined && second !== undefined) {
    return { hrefs: [toItemHref(id), toItemHref(second), ...others.map(toItemHref)] };
  }
  const { value: href } = memberOf(node, 'href');
  return { id, href: typeof href === 'string' && href !== '' ? href : toItemHref(id ?? place) };
}

/** Returns the place of an outcome in the request, if it says so. */
export function indexOf(node: JsonNode): number | undefined {
  const { value } = memberOf(node, 'index');
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
}

/** Returns the name of the member that describes a failure. */
export function descriptionNameOf(node: JsonNode): string | undefined {
  return descriptionOf(node, 0)?.name;
}

/** Returns the text for the user in an error, or in an outcome. */
export function describe(node: JsonNode, depth = 0): string | undefined {
  const { value } = node;
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  if (depth > MAX_DEPTH) return undefined;
  if (Array.isArray(value))
    return value.length === 0 ? undefined : describe({ value: value[0] as unknown }, depth + 1);
  return descriptionOf(node, depth)?.text;
}

function descriptionOf(node: JsonNode, depth: number): { name: string; text: string } | undefined {
  const names = isObject(node.value) ? Object.keys(node.value) : [];
  for (const plain of DESCRIPTION_NAMES) {
    for (const name of names) {
      const text = plainName(name) === plain ? describe(memberOf(node, name), depth + 1) : undefined;
      if (text !== undefined) return { name, text };
    }
  }
  return undefined;
}

function ownIdOf(node: JsonNode): string | undefined {
  if (!isObject(node.value)) return undefined;
  const members = membersOf(node).map(([name, { value }]) => [plainName(name), toId(value)] as const);
  const found = ID_NAMES.map(
    (plain) => members.find(([name, id]) => name === plain && id !== undefined)?.[1],
  );
  return found.find((id) => id !== undefined);
}

/** A number that is not exact would name something else. */
function toId(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return Number.isSafeInteger(value) ? String(value) : undefined;
}
