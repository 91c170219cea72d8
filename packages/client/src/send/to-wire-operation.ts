import { escapePointerToken, isJsonType, parseMediaType, toBase64 } from '@multistatus/wire';
import { encodeBraces, type Path } from './path.js';
import { Reference } from './reference.js';
import type { WireOperation, WireReference } from './wire-operation.js';

/** An operation as its author wrote it. */
export interface OperationInput {
  readonly id: string;
  readonly method: string;
  readonly url: string | Path;
  readonly headers: Readonly<Record<string, string | Reference>>;
  readonly body: unknown;
  readonly dependsOn: readonly string[];
  readonly atomicityGroup: string | undefined;
  /** The batch that references must belong to. */
  readonly batch: object;
}

/**
 * Makes an operation what goes over the wire; references are taken out of its URL, headers and body.
 *
 * A body is a JSON value; bytes go as base64; a string whose content type is not JSON goes as text.
 *
 * @throws {TypeError} if the body cannot be JSON, as `JSON.stringify` does, or is nothing but a reference; if
 *   a reference is to another batch.
 */
export function toWireOperation(input: OperationInput): WireOperation {
  const { id, method, dependsOn, atomicityGroup } = input;
  const references: WireReference[] = [];
  const refer = (at: string, { from, value, batch }: Reference): void => {
    if (batch !== input.batch) throw new TypeError(`The reference at ${at} of "${id}" is to another batch`);
    references.push({ at, from, value });
  };
  const url = toUrl(input.url, refer);
  const headers = toHeaders(input.headers, refer);
  return {
    id,
    method,
    url,
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...toBody(input, refer),
    ...(dependsOn.length === 0 ? {} : { dependsOn }),
    ...(atomicityGroup === undefined ? {} : { atomicityGroup }),
    ...(references.length === 0 ? {} : { references }),
  };
}

type Refer = (at: string, reference: Reference) => void;

function toUrl(url: string | Path, refer: Refer): string {
  if (typeof url === 'string') return encodeBraces(url);
  for (const [name, reference] of url.references) refer(`/url/${name}`, reference);
  return url.template;
}

function toHeaders(headers: OperationInput['headers'], refer: Refer): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string') plain[name.toLowerCase()] = value;
    else refer(`/headers/${escapePointerToken(name.toLowerCase())}`, value);
  }
  return plain;
}

function toBody(
  { body, headers }: OperationInput,
  refer: Refer,
): Pick<WireOperation, 'body' | 'bodyEncoding'> {
  if (body === undefined) return {};
  if (body instanceof Reference)
    throw new TypeError('A body cannot be a reference alone; put it into an object');
  if (isBytes(body)) return { body: toBase64(body), bodyEncoding: 'base64' };
  const [, type] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type') ?? [];
  const isJson =
    type === undefined || (typeof type === 'string' && isJsonType(parseMediaType(type)?.type ?? ''));
  if (typeof body === 'string' && !isJson) return { body, bodyEncoding: 'text' };
  return { body: takeReferences(body, refer) };
}

/** Of any realm: those of a frame are no instance of this one's class. */
function isBytes(body: unknown): body is Uint8Array {
  return ArrayBuffer.isView(body) && Object.prototype.toString.call(body) === '[object Uint8Array]';
}

/** Gives a body as JSON has it, with `null` where a reference stood. */
function takeReferences(body: unknown, refer: Refer): unknown {
  const pointers = new Map<unknown, string>();
  const replace = function (this: unknown, key: string, value: unknown): unknown {
    // The first holder is one that JSON.stringify makes around the body.
    const parent = pointers.get(this);
    const at = parent === undefined ? '/body' : `${parent}/${escapePointerToken(key)}`;
    if (value instanceof Reference) {
      refer(at, value);
      return null;
    }
    if (typeof value === 'object' && value !== null) pointers.set(value, at);
    return value;
  };
  return JSON.parse(JSON.stringify(body, replace) ?? 'null') as unknown;
}
