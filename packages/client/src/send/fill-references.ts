import { hasMember, isFieldValue, splitPointer, valueAt } from '@multistatus/wire';
import { bodyValue } from '../outcome-body.js';
import { toHeaders } from '../outcome-headers.js';
import type { KnownOutcome } from './known-outcome.js';
import { encodeValue } from './path.js';
import type { WireOperation, WireReference } from './wire-operation.js';

/**
 * Gives an operation with the values in place that it takes from operations that are not sent again: those of
 * `sources`. References to others stay. `undefined` if a value is not there, or cannot stand where it should.
 */
export function fillReferences(
  operation: WireOperation,
  sources: ReadonlyMap<string, KnownOutcome>,
): WireOperation | undefined {
  const { references = [], ...rest } = operation;
  const left: WireReference[] = [];
  let filled: WireOperation | undefined = structuredClone(rest);
  for (const reference of references) {
    const source = sources.get(reference.from);
    if (source === undefined) left.push(reference);
    else
      filled =
        filled && fill(filled, splitPointer(reference.at), readValue(source, splitPointer(reference.value)));
  }
  return filled && { ...filled, ...(left.length === 0 ? {} : { references: left }) };
}

function readValue({ response }: KnownOutcome, [member, ...rest]: readonly string[]): unknown {
  if (member === 'status') return response.status;
  if (member === 'headers') return toHeaders(response).get(rest[0] ?? '') ?? undefined;
  const body = bodyValue(response);
  return body instanceof Uint8Array ? undefined : valueAt(body, rest);
}

function fill(
  operation: WireOperation,
  [member, ...place]: readonly string[],
  value: unknown,
): WireOperation | undefined {
  if (value === undefined) return undefined;
  if (member === 'body') return putInBody(operation, place, value);
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  const [name = ''] = place;
  if (member === 'headers') {
    const text = String(value);
    return isFieldValue(text) ? { ...operation, headers: { ...operation.headers, [name]: text } } : undefined;
  }
  const text = encodeValue(value);
  // A segment of these would name another resource than its author meant.
  return /^\.{0,2}$/.test(text)
    ? undefined
    : { ...operation, url: operation.url.replaceAll(`{${name}}`, text) };
}

/** Where a reference goes there is a `null`, so all containers are there. */
function putInBody(
  operation: WireOperation,
  place: readonly string[],
  value: unknown,
): WireOperation | undefined {
  const container = valueAt(operation.body, place.slice(0, -1));
  const last = place.at(-1);
  if (last === undefined || !hasMember(container, last)) return undefined;
  (container as Record<string, unknown>)[last] = value;
  return operation;
}
