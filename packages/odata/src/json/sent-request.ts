import {
  type BatchDecoder,
  BatchProblem,
  type DecodeContext,
  type DecodedBody,
  json,
  type ReceivedBody,
} from '@multistatus/core';
import { isObject, valueAt } from '@multistatus/wire';
import { quote, refuseRequest } from '../request/refuse-request.js';

/** A request of a JSON batch as it was sent; the types of its members are checked. */
export interface SentRequest {
  /** Names it in messages: `Request 3`. */
  readonly place: string;
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly dependsOn: readonly string[];
  readonly atomicityGroup: string | undefined;
  readonly hasBody: boolean;
  /** Returns its body. */
  readonly bodyFor: (contentType: string | undefined) => DecodedBody | undefined;
}

type Members = Readonly<Record<string, unknown>>;

const BATCH_MEMBERS: ReadonlySet<string> = new Set(['requests']);
const DECODER = json().batch as BatchDecoder;

/**
 * Reads a JSON batch of OData or Microsoft Graph. It has the member `requests` alone. A request may have the members `optional` besides
 * `id`, `method` and `url`. An optional member that is `null` counts as absent. Both may have annotations, members with an `@` in their
 * names, which are ignored.
 *
 * @throws {BatchProblem} that names the request with the first fault.
 */
export async function readSentRequests(
  body: ReceivedBody,
  context: DecodeContext,
  optional: readonly string[],
): Promise<SentRequest[]> {
  const { value, bodyOf } = await DECODER.decode(body, { ...context, root: undefined });
  const requests = valueAt(value, ['requests']);
  if (!Array.isArray(requests)) {
    throw new BatchProblem('malformed-batch', 'The body must be an object with the array requests');
  }
  checkMembers(value as Members);
  const known: ReadonlySet<string> = new Set(['id', 'method', 'url', ...optional]);
  return requests.map((request, index) => ({
    ...readMembers(request, `Request ${index + 1}`, known),
    bodyFor: (contentType) => bodyOf(index, contentType),
  }));
}

/** How a batch runs is decided by its headers and by `dependsOn`: a member that is ignored would mislead. */
function checkMembers(batch: Members): void {
  const unknown = unknownMember(batch, BATCH_MEMBERS);
  if (unknown === undefined) return;
  const detail = `The member ${quote(unknown)} of the batch is not supported`;
  throw new BatchProblem('malformed-batch', detail);
}

function unknownMember(object: Members, known: ReadonlySet<string>): string | undefined {
  return Object.keys(object).find((name) => !known.has(name) && !name.includes('@'));
}

function readMembers(
  request: unknown,
  place: string,
  known: ReadonlySet<string>,
): Omit<SentRequest, 'bodyFor'> {
  if (!isObject(request)) throw refuseRequest(place, 'It must be an object');
  const unknown = unknownMember(request, known);
  if (unknown !== undefined) {
    throw refuseRequest(place, `The member ${quote(unknown)} is not supported`);
  }
  const { headers, dependsOn, atomicityGroup, body } = request;
  return {
    place,
    id: textOf('id', request, place),
    method: textOf('method', request, place),
    url: textOf('url', request, place),
    fields: toFields(headers ?? {}, place),
    dependsOn: toNames(dependsOn ?? [], place),
    atomicityGroup: isAbsent(atomicityGroup) ? undefined : textOf('atomicityGroup', request, place),
    hasBody: !isAbsent(body),
  };
}

function textOf(name: string, request: Members, place: string): string {
  const value = request[name];
  if (typeof value === 'string') return value;
  throw refuseRequest(
    place,
    `The member ${name} must be a string${isAbsent(value) ? ', and is missing' : ''}`,
  );
}

/** Some clients send the Content-Length as a number. */
function toFields(headers: unknown, place: string): SentRequest['fields'] {
  if (!isObject(headers)) throw refuseRequest(place, 'The member headers must be an object');
  return Object.entries(headers).map(([name, value]) => {
    if (typeof value === 'string') return [name, value];
    if (typeof value === 'number' || typeof value === 'boolean') return [name, String(value)];
    throw refuseRequest(place, `The header ${quote(name)} must be a string`);
  });
}

function toNames(dependsOn: unknown, place: string): readonly string[] {
  if (Array.isArray(dependsOn) && dependsOn.every((name) => typeof name === 'string')) return dependsOn;
  throw refuseRequest(place, 'The member dependsOn must be an array of strings');
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}
