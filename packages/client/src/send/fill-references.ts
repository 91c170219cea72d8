import {
  hasMember,
  isFieldValue,
  isJsonType,
  parseMediaType,
  splitPointer,
  valueAt,
} from '@multistatus/wire';
import { bodyValue } from '../outcome-body.js';
import { toHeaders } from '../outcome-headers.js';
import type { KnownOutcome } from './known-outcome.js';
import { encodeValue } from './path.js';
import type { WireOperation, WireReference } from './wire-operation.js';

/**
 * Replaces the references of an operation to `sources`, the operations that are not sent again, by their values. Other
 * references are kept. Returns `undefined` if a value is missing, or is not allowed in its place.
 */
export function fillReferences(
  operation: WireOperation,
  sources: ReadonlyMap<string, KnownOutcome>,
): WireOperation | undefined {
  const { references = [], ...withoutReferences } = operation;
  if (references.length === 0) return operation;
  const remaining: WireReference[] = [];
  let filled: WireOperation | undefined = cloneJson(withoutReferences);
  for (const reference of references) {
    const source = sources.get(reference.from);
    if (source === undefined) remaining.push(reference);
    else
      filled =
        filled && fill(filled, splitPointer(reference.at), readValue(source, splitPointer(reference.value)));
  }
  return filled && { ...filled, ...(remaining.length === 0 ? {} : { references: remaining }) };
}

/** Returns a copy of a JSON value. Not every platform has `structuredClone`. */
function cloneJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

function readValue({ response }: KnownOutcome, [member, ...path]: readonly string[]): unknown {
  if (member === 'status') return response.status;
  if (member === 'headers') return toHeaders(response).get(path[0] ?? '') ?? undefined;
  const body = bodyValue(response);
  return body instanceof Uint8Array ? undefined : valueAt(body, path);
}

function fill(
  operation: WireOperation,
  [member, ...path]: readonly string[],
  value: unknown,
): WireOperation | undefined {
  if (value === undefined) return undefined;
  if (member === 'body') return putInBody(operation, path, value);
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  const [name = ''] = path;
  if (member === 'headers') {
    const text = String(value);
    return isFieldValue(text) ? { ...operation, headers: { ...operation.headers, [name]: text } } : undefined;
  }
  const text = encodeValue(value);
  // An empty segment or a dot-segment would address another resource than intended.
  return /^\.{0,2}$/.test(text)
    ? undefined
    : { ...operation, url: operation.url.replaceAll(`{${name}}`, text) };
}

/** The body contains `null` in the place of each reference, so all containers exist. */
function putInBody(
  operation: WireOperation,
  path: readonly string[],
  value: unknown,
): WireOperation | undefined {
  if (path.length === 0) return withBody(operation, value);
  const container = valueAt(operation.body, path.slice(0, -1));
  const last = path.at(-1);
  if (last === undefined || !hasMember(container, last)) return undefined;
  (container as Record<string, unknown>)[last] = value;
  return operation;
}

/** A value that is the whole body has been JSON, unless the operation says that it is text. */
function withBody(operation: WireOperation, value: unknown): WireOperation | undefined {
  if (typeof value === 'object' && value !== null) return undefined;
  const headers = { 'content-type': 'application/json', ...operation.headers };
  const isJson = isJsonType(parseMediaType(headers['content-type'])?.type ?? '');
  const body = isJson ? JSON.stringify(value) : String((value ?? '') as string | number | boolean);
  return { ...operation, headers, body, bodyEncoding: 'text' };
}
