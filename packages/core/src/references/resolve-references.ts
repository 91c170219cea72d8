import { firstValue, parseBase } from '@multistatus/wire';
import { findHeaderValueIssue } from '../http/field-syntax.js';
import { stripBasePath } from '../operation/base-path.js';
import type { OperationAnswer } from '../operation/dispatch.js';
import type { Operation, Reference } from '../operation/operation.js';
import { findUrlIssue } from '../operation/operation-url.js';
import { resolveLocation } from '../operation/resolve-location.js';
import { expandVariables, isUrlTemplate } from '../operation/url-template.js';
import type { Limits } from '../options/resolve-limits.js';
import { countOf } from '../problem/count-of.js';
import { headerBytes } from '../validate/operation-headers.js';
import { referredValue } from './referred-value.js';
import { setJsonMembers } from './set-json-members.js';
import { UnresolvedReference } from './unresolved-reference.js';

/** An operation that has been answered, as others refer to it. */
export interface AnsweredOperation {
  readonly operation: Operation;
  readonly answer: OperationAnswer;
}

/** What references are resolved in. */
export interface ReferenceContext {
  /** Gives the operation that was answered under an id; every one that is referred to has succeeded. */
  readonly answeredBy: (id: string) => AnsweredOperation;
  /** The Host header of the batch: a Location with this authority is of this app. */
  readonly host: string | undefined;
  readonly basePath: string;
  /** The only headers of responses that may be referred to, beside content-type, location and etag. */
  readonly exposedHeaders?: ReadonlySet<string> | undefined;
  readonly limits: Pick<Limits, 'maxUrlLength' | 'maxHeaderBytes' | 'maxBodyBytes'>;
}

/** Its own URL is that of its resource: the target of these methods is what they answer or have made. */
const METHODS_ON_RESOURCE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'PUT', 'PATCH']);

/** Whether an operation is dispatched as it was written: it refers to no other. */
export function isComplete({ references, url }: Operation): boolean {
  return references.length === 0 && !isUrlTemplate(url);
}

/**
 * Completes an operation with the values that it refers to: its URL, headers and body are as they are dispatched.
 *
 * Whatever was checked when the batch came is checked again, as values come out of responses.
 *
 * @throws {UnresolvedReference} if a value is missing, does not fit its place, or makes the operation one that would
 *   not have been let in.
 */
export function resolveReferences(operation: Operation, context: ReferenceContext): Operation {
  const { references } = operation;
  if (isComplete(operation)) return operation;
  const lookUp = (reference: Reference): string | number | boolean | null =>
    referredValue(reference, context.answeredBy(reference.from).answer, context.exposedHeaders);

  const { maxHeaderBytes, maxBodyBytes } = context.limits;
  const headers = resolveHeaders(operation, lookUp, maxHeaderBytes);
  const inBody = references.filter(({ at }) => at[0] === 'body');
  return {
    ...operation,
    url: resolveUrl(operation, lookUp, context),
    headers,
    body:
      inBody.length === 0
        ? operation.body
        : setJsonMembers(operation.body, inBody, { lookUp, maxBytes: maxBodyBytes }),
  };
}

/** Stops at the first value too many: a small batch may refer to a great value as often as it likes. */
function resolveHeaders(
  { headers, references }: Operation,
  lookUp: (reference: Reference) => string | number | boolean | null,
  maxHeaderBytes: number,
): Record<string, string> {
  const resolved: Record<string, string> = { ...headers };
  let bytes = headerBytes(headers);
  for (const reference of references) {
    const [member, name = ''] = reference.at;
    if (member !== 'headers') continue;
    const value = String(lookUp(reference) ?? '');
    bytes +=
      headerBytes({ [name]: value }) -
      (Object.hasOwn(headers, name) ? headerBytes({ [name]: headers[name] ?? '' }) : 0);
    if (bytes > maxHeaderBytes) {
      const detail = `The headers grow over ${countOf(maxHeaderBytes, 'byte')}, which is maxHeaderBytes`;
      throw new UnresolvedReference(reference.from, detail);
    }
    resolved[name] = toHeaderValue(value, reference);
  }
  return resolved;
}

function resolveUrl(
  { url, references }: Operation,
  lookUp: (reference: Reference) => string | number | boolean | null,
  context: ReferenceContext,
): string {
  const base = parseBase(url);
  const { maxUrlLength } = context.limits;
  /** Characters that values may still take. */
  let budget = maxUrlLength;
  const filled = expandVariables(base?.rest ?? url, (name) => {
    const reference = references.find(({ at }) => at[0] === 'url' && at[1] === name) as Reference;
    const part = toUrlPart(lookUp(reference), { reference, maxLength: budget });
    budget -= part.length;
    return part;
  });
  const complete =
    base === undefined ? filled : join(resourceOf(context.answeredBy(base.id), context), filled);
  const issue = findUrlIssue(complete);
  const from = base?.id ?? references.find(({ at }) => at[0] === 'url')?.from ?? '';
  if (issue !== undefined) throw new UnresolvedReference(from, `The URL turns out wrong: ${issue.detail}`);
  if (complete.length > maxUrlLength) {
    const detail = `The URL grows to ${complete.length} characters; maxUrlLength is ${maxUrlLength}`;
    throw new UnresolvedReference(from, detail);
  }
  return complete;
}

/** The Location of a response; without one the operation's own URL, if that is what it was about (OData 4.01). */
function resourceOf({ operation, answer }: AnsweredOperation, context: ReferenceContext): string {
  const { id, method, url } = operation;
  const location = firstValue(answer.headers['location']);
  if (location === undefined) {
    if (METHODS_ON_RESOURCE.has(method)) return url;
    throw new UnresolvedReference(id, `The response of ${id} has no Location`);
  }
  const resource = resolveLocation(location, url, context.host);
  if (resource?.startsWith('/') !== true) {
    throw new UnresolvedReference(id, `The Location of the response of ${id} is not of this server`);
  }
  return stripBasePath(resource, context.basePath) ?? resource;
}

/** `rest` is empty, or begins with / or ?. A query of the resource stays, unless its path goes on. */
function join(resource: string, rest: string): string {
  if (rest === '') return resource;
  const [path = '', query] = resource.split(/\?(.*)/s, 2);
  if (rest.startsWith('/')) return `${path.replace(/\/$/, '')}${rest}`;
  return query === undefined ? path + rest : `${path}?${query}&${rest.slice(1)}`;
}

/** Percent-encodes all but unreserved characters (RFC 6570 section 3.2.2). */
function toUrlPart(
  value: string | number | boolean | null,
  { reference: { from }, maxLength }: { readonly reference: Reference; readonly maxLength: number },
): string {
  const text = String(value ?? '');
  if (text === '') {
    throw new UnresolvedReference(from, `A value for the URL from the response of ${from} is empty`);
  }
  const part = text.length > maxLength ? undefined : encodePart(text, from);
  if (part !== undefined && part.length <= maxLength) return part;
  throw new UnresolvedReference(from, 'The URL grows longer than maxUrlLength allows');
}

function encodePart(text: string, from: string): string {
  try {
    return encodeURIComponent(text).replace(
      /[!'()*]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  } catch {
    throw new UnresolvedReference(
      from,
      `A value for the URL from the response of ${from} is no Unicode text`,
    );
  }
}

function toHeaderValue(value: string, { at, from }: Reference): string {
  if (value.trim() !== '' && findHeaderValueIssue(value) === undefined) return value;
  throw new UnresolvedReference(from, `The value for the header ${at[1]} is empty or not fit for a header`);
}
