import { escapePointerToken, isJsonType, parseMediaType, toBase64 } from '@multistatus/wire';
import { describeKind, isHandle, typeNameOf } from './describe-kind.js';
import { encodeBraces, type Path } from './path.js';
import { Reference } from './reference.js';
import type { WireOperation, WireReference } from './wire-operation.js';

/** An operation as passed to the builder. */
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
 * Converts an operation to its JSON form. References are moved out of its URL, headers and body.
 *
 * A body is a JSON value, except that bytes become base64, and a string whose Content-Type is not JSON becomes text. The JSON
 * value `null` becomes text too, because a batch with `"body": null` has no body there.
 *
 * @throws {TypeError} if the body has no JSON form, or if a reference belongs to another batch.
 */
export function toWireOperation(input: OperationInput): WireOperation {
  const { id, method, dependsOn, atomicityGroup } = input;
  const references: WireReference[] = [];
  const addReference = (at: string, { from, value, batch }: Reference): void => {
    if (batch !== input.batch) {
      throw new TypeError(`The reference at ${at} of "${id}" belongs to another batch`);
    }
    references.push({ at, from, value });
  };
  const url = toWireUrl(input.url, addReference);
  const headers = toWireHeaders(input.headers, addReference);
  const body = toWireBody(input, addReference);
  if (body.bodyEncoding === 'text') headers['content-type'] ??= 'application/json';
  return {
    id,
    method,
    url,
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...body,
    ...(dependsOn.length === 0 ? {} : { dependsOn }),
    ...(atomicityGroup === undefined ? {} : { atomicityGroup }),
    ...(references.length === 0 ? {} : { references }),
  };
}

type AddReference = (at: string, reference: Reference) => void;

function toWireUrl(url: string | Path, addReference: AddReference): string {
  if (typeof url === 'string') {
    if (url.includes('[object ')) {
      throw new TypeError(
        `The URL ${JSON.stringify(url)} contains an object; use path\`...\` with references to values of it`,
      );
    }
    return encodeBraces(url);
  }
  for (const [name, reference] of url.references) addReference(`/url/${name}`, reference);
  return url.template;
}

function toWireHeaders(
  headers: OperationInput['headers'],
  addReference: AddReference,
): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string') plain[name.toLowerCase()] = value;
    else addReference(`/headers/${escapePointerToken(name.toLowerCase())}`, value);
  }
  return plain;
}

function toWireBody(
  { body, headers }: OperationInput,
  addReference: AddReference,
): Pick<WireOperation, 'body' | 'bodyEncoding'> {
  if (body === undefined) return {};
  if (typeof body === 'function') checkContent(body, '/body');
  if (body instanceof Reference) {
    addReference('/body', body);
    return {};
  }
  if (isBytes(body)) return { body: toBase64(body), bodyEncoding: 'base64' };
  const [, type] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type') ?? [];
  const isJson =
    type === undefined || (typeof type === 'string' && isJsonType(parseMediaType(type)?.type ?? ''));
  if (typeof body === 'string' && !isJson) return { body, bodyEncoding: 'text' };
  const value = extractReferences(body, addReference);
  return value === null ? { body: 'null', bodyEncoding: 'text' } : { body: value };
}

/** Recognises bytes of any realm: those of a frame are not an instance of `Uint8Array` here. */
function isBytes(body: unknown): body is Uint8Array {
  return ArrayBuffer.isView(body) && Object.prototype.toString.call(body) === '[object Uint8Array]';
}

/** Returns the JSON value of a body, with `null` in the place of each reference. */
function extractReferences(body: unknown, addReference: AddReference): unknown {
  const pointers = new Map<unknown, string>();
  const copies = new Map<object, object>();
  const replace = function (this: unknown, key: string, value: unknown): unknown {
    // JSON.stringify wraps the body in an object of its own, which has no pointer.
    const parent = pointers.get(this);
    const at = parent === undefined ? '/body' : `${parent}/${escapePointerToken(key)}`;
    if (typeof value !== 'object' || value === null) return value;
    checkContent(value, at);
    for (const [name, member] of Object.entries(value)) {
      if (member instanceof Reference) addReference(`${at}/${escapePointerToken(name)}`, member);
    }
    // One copy for each object, by which JSON.stringify recognises that a body contains itself.
    const copy = copies.get(value) ?? withoutReferences(value);
    copies.set(value, copy);
    pointers.set(copy, at);
    return copy;
  };
  return JSON.parse(JSON.stringify(body, replace) ?? 'null') as unknown;
}

/** @throws {TypeError} for an operation, and for an object whose content `JSON.stringify` would drop, such as a FormData. */
function checkContent(value: object, at: string): void {
  if (isHandle(value)) {
    throw new TypeError(
      `The value at ${at} is ${describeKind(value)}; use a reference to a value of its response, such as ref('/body/id')`,
    );
  }
  const isLossless = Array.isArray(value) || typeNameOf(value) === 'Object' || Object.keys(value).length > 0;
  if (!isLossless) {
    throw new TypeError(
      `The value at ${at} must be a JSON value, or the body a Uint8Array; got ${describeKind(value)}`,
    );
  }
}

/** Returns a copy of an array or object, with `null` in the place of each member that is a reference. */
function withoutReferences(value: object): object {
  const toPlain = (member: unknown): unknown => (member instanceof Reference ? null : member);
  if (Array.isArray(value)) return value.map(toPlain);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toPlain(member)]));
}
