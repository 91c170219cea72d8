import { hasMember, parsePointer, valueAt } from '@multistatus/wire';
import type { Reference } from '../operation/operation.js';
import { type Issue, toPointer } from '../problem/issue.js';
import type { IssueCollector } from '../problem/issue-collector.js';
import { boundedList } from './bounded-list.js';
import type { HeaderRules } from './denied-header.js';
import { findReferenceNameIssue } from './operation-headers.js';

/** The parts of an operation that its references are inserted into. */
export interface ReferenceTarget {
  readonly index: number;
  /** Names of the variables in its URL. */
  readonly variables: ReadonlySet<string>;
  /** Its body, if that is a JSON value. */
  readonly sentBody: { readonly text: string } | undefined;
  /** Why a reference cannot be its whole body; `undefined` if it can. */
  readonly wholeBodyIssue: string | undefined;
  readonly headerRules: HeaderRules;
  /** Names of headers whose value is an `$id`. */
  readonly filledHeaders?: readonly string[] | undefined;
}

/** The tokens of a valid pointer, or why it is not valid. */
type ReadPointer = { readonly tokens: readonly string[] } | Pick<Issue, 'code' | 'detail'>;

/**
 * Returns the references of one operation, and adds to `issues`: an `at` or `value` that is not a pointer or points to
 * nothing, a location that is filled twice, and a variable of the URL that no reference fills.
 */
export function readReferences(raw: unknown, target: ReferenceTarget, issues: IssueCollector): Reference[] {
  const references: Reference[] = [];
  const filled = new Set(target.filledHeaders?.map((name) => JSON.stringify(['headers', name])));
  const entries = boundedList(raw);
  const jsonBody = parseBody(entries, target.sentBody);
  for (const [number, entry] of entries.entries()) {
    if (issues.isFull) break;
    const at = readTargetPointer(textOf(entry, 'at'), target, jsonBody);
    const value = readValuePointer(textOf(entry, 'value'));
    const report = (member: string, code: string, detail: string): void => {
      // That a member is missing or not a string has been reported with the structure of the batch.
      if (typeof valueAt(entry, [member]) !== 'string') return;
      issues.add(toPointer('requests', target.index, 'references', number, member), code, detail);
    };
    if ('code' in value) report('value', value.code, value.detail);
    if ('code' in at) report('at', at.code, at.detail);
    else {
      const location = JSON.stringify(at.tokens);
      if (filled.has(location)) report('at', 'duplicate-reference', 'Another reference has the same `at`');
      filled.add(location);
      if (!('code' in value))
        references.push({ at: at.tokens, from: textOf(entry, 'from'), value: value.tokens });
    }
  }
  for (const name of target.variables) {
    if (filled.has(JSON.stringify(['url', name]))) continue;
    const detail = `No reference fills /url/${name}; write a literal brace as %7B or %7D`;
    issues.add(toPointer('requests', target.index, 'url'), 'unfilled-variable', detail);
  }
  return references;
}

/** Returns the JSON value of the body, or `undefined` if no reference goes into it: most bodies need not be parsed. */
function parseBody(entries: readonly unknown[], body: ReferenceTarget['sentBody']): unknown {
  if (body === undefined || !entries.some((entry) => textOf(entry, 'at').startsWith('/body/')))
    return undefined;
  return JSON.parse(body.text);
}

function readTargetPointer(
  pointer: string,
  { variables, headerRules, wholeBodyIssue }: ReferenceTarget,
  jsonBody: unknown,
): ReadPointer {
  const tokens = parsePointer(pointer);
  const [member, name = ''] = tokens ?? [];
  if (tokens?.length === 1 && member === 'body')
    return wholeBodyIssue === undefined ? { tokens } : invalidPointer(wholeBodyIssue);
  if (tokens === undefined || tokens.length < 2 || !['url', 'headers', 'body'].includes(member ?? '')) {
    return invalidPointer('Must be /url/<variable>, /headers/<name>, /body or /body/… (RFC 6901)');
  }
  if (member === 'body') return readBodyPointer(tokens, jsonBody);
  if (tokens.length > 2) return invalidPointer(`/${member}/<name> has no members`);
  if (member === 'url') {
    return variables.has(name)
      ? { tokens }
      : invalidPointer(`The URL has no such variable, {${name.slice(0, 100)}}`);
  }
  const header = name.toLowerCase();
  const issue = findReferenceNameIssue(header, headerRules);
  if (issue !== undefined) return issue;
  if (header === 'content-type')
    return invalidPointer('The content-type must be set in `headers`, not by a reference');
  return { tokens: ['headers', header] };
}

/** Allows a reference to add a member or to replace a scalar, but not a container: so no reference can undo another. */
function readBodyPointer(tokens: readonly string[], jsonBody: unknown): ReadPointer {
  const path = tokens.slice(1);
  const last = path.at(-1) ?? '';
  const parent = valueAt(jsonBody, path.slice(0, -1));
  if (typeof parent !== 'object' || parent === null)
    return invalidPointer('The body must be JSON, with an object or array that contains this location');
  if (Array.isArray(parent) && !hasMember(parent, last))
    return invalidPointer('The array has no such element; put null there as a placeholder');
  const present = valueAt(parent, [last]);
  if (typeof present === 'object' && present !== null)
    return invalidPointer('A reference cannot replace an object or array; put null there as a placeholder');
  return { tokens };
}

function readValuePointer(pointer: string): ReadPointer {
  const tokens = parsePointer(pointer);
  const member = tokens?.[0];
  const isValid =
    (member === 'status' && tokens?.length === 1) ||
    (member === 'headers' && (tokens?.length === 2 || tokens?.length === 3)) ||
    member === 'body';
  if (tokens !== undefined && isValid) return { tokens };
  return invalidPointer('Must be /status, /headers/<name> or /body/… of the response (RFC 6901)');
}

function invalidPointer(detail: string): Pick<Issue, 'code' | 'detail'> {
  return { code: 'invalid-reference', detail };
}

function textOf(entry: unknown, name: string): string {
  const value = valueAt(entry, [name]);
  return typeof value === 'string' ? value : '';
}
