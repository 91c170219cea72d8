import { countOf, firstValue, parseBase } from '@multistatus/wire';
import { findHeaderValueIssue } from '../http/field-syntax.js';
import { stripBasePath } from '../operation/base-path.js';
import type { OperationAnswer } from '../operation/dispatch.js';
import { isWholeBody, type Operation, type Reference } from '../operation/operation.js';
import { findUrlIssue } from '../operation/operation-url.js';
import { resolveLocation } from '../operation/resolve-location.js';
import { expandVariables, isUrlTemplate } from '../operation/url-template.js';
import type { Limits } from '../options/resolve-limits.js';
import { headerBytes } from '../validate/operation-headers.js';
import { referredValue } from './referred-value.js';
import { setJsonMembers } from './set-json-members.js';
import { UnresolvedReference } from './unresolved-reference.js';
import { toWholeBody } from './whole-body.js';

/** An operation that other operations can refer to, because its target has answered. */
export interface AnsweredOperation {
  readonly operation: Operation;
  readonly answer: OperationAnswer;
}

/** The answers that references are resolved with, and the limits that the result must respect. */
export interface ReferenceContext {
  /** Returns the answered operation with this id. Every operation that is referred to has succeeded. */
  readonly answeredBy: (id: string) => AnsweredOperation;
  /** The Host header of the batch: a Location with this authority belongs to this app. */
  readonly host: string | undefined;
  readonly basePath: string;
  /** The only response headers that may be referred to, in addition to content-type, location and etag. */
  readonly exposedHeaders?: ReadonlySet<string> | undefined;
  readonly limits: Pick<Limits, 'maxUrlLength' | 'maxHeaderBytes' | 'maxBodyBytes'>;
}

/** Methods whose target URL identifies the resource that the response is about. */
const METHODS_ON_RESOURCE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'PUT', 'PATCH']);

/** Checks whether an operation can be dispatched as it was sent, because it refers to no other one. */
export function isComplete({ references, url }: Operation): boolean {
  return references.length === 0 && !isUrlTemplate(url);
}

/**
 * Returns an operation with the values of its references inserted into its URL, headers and body.
 *
 * The result is validated again, because the values come from responses.
 *
 * @throws {UnresolvedReference} if a value is missing or cannot be inserted, or if the result is not a valid operation.
 */
export function resolveReferences(operation: Operation, context: ReferenceContext): Operation {
  if (isComplete(operation)) return operation;
  const lookUp = (reference: Reference): string | number | boolean | null =>
    referredValue(reference, context.answeredBy(reference.from).answer, context.exposedHeaders);

  const { maxHeaderBytes, maxBodyBytes } = context.limits;
  const headers = resolveHeaders(operation, lookUp, maxHeaderBytes);
  return {
    ...operation,
    url: resolveUrl(operation, lookUp, context),
    headers,
    body: resolveBody(operation, lookUp, maxBodyBytes),
  };
}

function resolveBody(
  { headers, body, references }: Operation,
  lookUp: (reference: Reference) => string | number | boolean | null,
  maxBytes: number,
): Uint8Array | undefined {
  const inBody = references.filter(({ at }) => at[0] === 'body');
  const [first] = inBody;
  if (first === undefined) return body;
  if (!isWholeBody(first)) return setJsonMembers(body, inBody, { lookUp, maxBytes });
  return toWholeBody(lookUp(first), first, { contentType: headers['content-type'], maxBytes });
}

/** Stops as soon as the limit is exceeded: a small batch may refer to one large value many times. */
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
      const detail = `The headers grow beyond ${countOf(maxHeaderBytes, 'byte')}, the limit maxHeaderBytes`;
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
  /** How many characters values may still add. */
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
  if (issue !== undefined)
    throw new UnresolvedReference(from, `The URL with its references resolved is not valid: ${issue.detail}`);
  if (complete.length > maxUrlLength) {
    const detail = `The URL grows to ${complete.length} characters; the limit maxUrlLength is ${maxUrlLength}`;
    throw new UnresolvedReference(from, detail);
  }
  return complete;
}

/** Returns the resource that `$id` refers to (OData 4.01): the Location of a response, else the URL of the operation. */
function resourceOf({ operation, answer }: AnsweredOperation, context: ReferenceContext): string {
  const { id, method, url } = operation;
  const location = firstValue(answer.headers['location']);
  if (location === undefined) {
    if (METHODS_ON_RESOURCE.has(method)) return url;
    throw new UnresolvedReference(id, `The response of ${id} has no Location`);
  }
  const resource = resolveLocation(location, url, context.host);
  if (resource?.startsWith('/') !== true) {
    throw new UnresolvedReference(id, `The Location of the response of ${id} is on another server`);
  }
  return stripBasePath(resource, context.basePath) ?? resource;
}

/** Appends `suffix`, a path or a query, to a resource. A path replaces the query of the resource; a query is added to it. */
function join(resource: string, suffix: string): string {
  if (suffix === '') return resource;
  const [path = '', query] = resource.split(/\?(.*)/s, 2);
  if (suffix.startsWith('/')) return `${path.replace(/\/$/, '')}${suffix}`;
  return query === undefined ? path + suffix : `${path}?${query}&${suffix.slice(1)}`;
}

/** Percent-encodes all characters except unreserved ones (RFC 6570 section 3.2.2). */
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
  throw new UnresolvedReference(from, 'The URL grows beyond the limit maxUrlLength');
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
      `A value for the URL from the response of ${from} is not valid Unicode text`,
    );
  }
}

function toHeaderValue(value: string, { at, from }: Reference): string {
  if (value.trim() !== '' && findHeaderValueIssue(value) === undefined) return value;
  throw new UnresolvedReference(
    from,
    `The value for the header ${at[1]} is empty or not a valid header value`,
  );
}
