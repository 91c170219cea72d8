import { hasMember, parsePointer, valueAt } from '@multistatus/wire';
import type { Reference } from '../operation/operation.js';
import { type Issue, MAX_ISSUES, toPointer } from '../problem/issue.js';
import { findHeaderNameIssue } from './operation-headers.js';

/** What the members of one operation say that its references go into. */
export interface ReferenceTarget {
  readonly index: number;
  /** Names of the variables in its URL. */
  readonly variables: ReadonlySet<string>;
  /** Its body as JSON value, if it is one. */
  readonly jsonBody: unknown;
  readonly allowedHeaders: ReadonlySet<string>;
  /** Names of headers that are filled by an `$id` in them. */
  readonly filledHeaders?: readonly string[] | undefined;
}

/** A place that is wrong, and why; or the tokens of one that is not. */
type ReadPlace = { readonly tokens: readonly string[] } | { readonly code: string; readonly detail: string };

/**
 * Reads the references of one operation, and notes every fault: a place or value that is no pointer or leads nowhere,
 * a place that is filled twice, and a variable of the URL that nothing fills.
 */
export function readReferences(written: unknown, target: ReferenceTarget, issues: Issue[]): Reference[] {
  const references: Reference[] = [];
  const filled = new Set(target.filledHeaders?.map((name) => JSON.stringify(['headers', name])));
  for (const [number, entry] of listOf(written).entries()) {
    if (issues.length >= MAX_ISSUES) break;
    const at = readPlace(textOf(entry, 'at'), target);
    const value = readValuePlace(textOf(entry, 'value'));
    const note = (member: string, code: string, detail: string): void => {
      const pointer = toPointer('requests', target.index, 'references', number, member);
      issues.push({ pointer, code, detail });
    };
    if ('code' in value) note('value', value.code, value.detail);
    if ('code' in at) note('at', at.code, at.detail);
    else {
      const place = JSON.stringify(at.tokens);
      if (filled.has(place)) note('at', 'duplicate-reference', 'Another reference goes to this place');
      filled.add(place);
      if (!('code' in value))
        references.push({ at: at.tokens, from: textOf(entry, 'from'), value: value.tokens });
    }
  }
  for (const name of target.variables) {
    if (filled.has(JSON.stringify(['url', name]))) continue;
    issues.push({
      pointer: toPointer('requests', target.index, 'url'),
      code: 'unfilled-variable',
      detail: `No reference goes to /url/${name}; a brace that is meant is written %7B or %7D`,
    });
  }
  return references;
}

function readPlace(pointer: string, { variables, jsonBody, allowedHeaders }: ReferenceTarget): ReadPlace {
  const tokens = parsePointer(pointer);
  const [member, name = ''] = tokens ?? [];
  if (tokens === undefined || tokens.length < 2 || !['url', 'headers', 'body'].includes(member ?? '')) {
    return wrongPlace('Must be /url/<variable>, /headers/<name> or /body/… (RFC 6901)');
  }
  if (member === 'body') return readBodyPlace(tokens, jsonBody);
  if (tokens.length > 2) return wrongPlace(`There is nothing inside of ${member}/<name>`);
  if (member === 'url') {
    return variables.has(name)
      ? { tokens }
      : wrongPlace(`The URL has no such variable, {${name.slice(0, 100)}}`);
  }
  const header = name.toLowerCase();
  const issue = findHeaderNameIssue(header, allowedHeaders);
  if (issue !== undefined) return issue;
  if (header === 'content-type') return wrongPlace('The content type must stand in headers itself');
  return { tokens: ['headers', header] };
}

/** A value replaces one that is no container, so that no reference can undo another; or it is a new member. */
function readBodyPlace(tokens: readonly string[], jsonBody: unknown): ReadPlace {
  const inside = tokens.slice(1);
  const last = inside.at(-1) ?? '';
  const parent = valueAt(jsonBody, inside.slice(0, -1));
  if (typeof parent !== 'object' || parent === null)
    return wrongPlace('The body has no object or array there; it must be JSON');
  if (Array.isArray(parent) && !hasMember(parent, last))
    return wrongPlace('The array has no such element; put null where the value goes');
  const present = valueAt(parent, [last]);
  if (typeof present === 'object' && present !== null)
    return wrongPlace('An object or array stands there; put null where the value goes');
  return { tokens };
}

function readValuePlace(pointer: string): ReadPlace {
  const tokens = parsePointer(pointer);
  const member = tokens?.[0];
  const isPlace =
    (member === 'status' && tokens?.length === 1) ||
    (member === 'headers' && (tokens?.length === 2 || tokens?.length === 3)) ||
    member === 'body';
  if (tokens !== undefined && isPlace) return { tokens };
  return wrongPlace('Must be /status, /headers/<name> or /body/… of the response (RFC 6901)');
}

function wrongPlace(detail: string): { code: string; detail: string } {
  return { code: 'invalid-reference', detail };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(entry: unknown, name: string): string {
  const value = valueAt(entry, [name]);
  return typeof value === 'string' ? value : '';
}
