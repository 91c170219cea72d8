import { firstValue, isOwnHost } from '@multistatus/wire';
import type { EnvelopeFields } from './envelope-fields.js';
import { refuseRequest } from './refuse-request.js';

/**
 * Fields about the message, and fields that a request of a batch should not have (OData 4.0 section 11.7.2). The endpoint drops the
 * others of these by itself, because it denies them.
 */
const DROPPED: ReadonlySet<string> = new Set([
  'mime-version',
  'content-transfer-encoding',
  'content-id',
  'content-length',
  'from',
  'range',
]);

/** Fields that name the method which the client means, where it cannot send that. */
const METHOD_FIELDS: ReadonlySet<string> = new Set([
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  'x-method',
]);

/** A request takes the version of the batch unless it has its own (OData 4.01 section 11.7.2). */
const VERSION_FIELDS = ['odata-version', 'odata-maxversion', 'dataserviceversion', 'maxdataserviceversion'];

/** The batch that a request belongs to. */
export interface RequestContext {
  readonly envelope: EnvelopeFields;
  /** Names the request in messages: "Request 3", "Part 2.1". */
  readonly place: string;
}

/**
 * Returns the header fields of a request by lower-case name, without those that belong to the message or the connection, and with
 * the values of repeated fields joined. The format drops the denied ones (`deniedHeaders`), unless the endpoint allows them.
 * `x-http-method` and `MERGE` are applied: the method is the one that the app gets.
 *
 * @throws {BatchProblem} for an Authorization that differs from that of the batch (OData 4.01 section 11.7.7), a Host that is not
 *   that of the batch, and a method field that contradicts the method.
 */
export function readRequestHeaders(
  sentMethod: string,
  fields: Iterable<readonly [name: string, value: string]>,
  { envelope, place }: RequestContext,
): { readonly method: string; readonly headers: Record<string, string> } {
  const headers = new Map<string, string>();
  let method = sentMethod.toUpperCase();
  for (const [rawName, value] of fields) {
    const name = rawName.toLowerCase();
    if (METHOD_FIELDS.has(name)) method = applyMethodField(name, value, { method, place });
    else if (name === 'host') checkHost(value, { envelope, place });
    else if (name === 'authorization') checkAuthorization(value, { envelope, place });
    else if (!DROPPED.has(name)) {
      const before = headers.get(name);
      headers.set(name, before === undefined ? value : `${before}, ${value}`);
    }
  }
  for (const name of VERSION_FIELDS) {
    const value = firstValue(envelope[name]);
    if (value !== undefined && !headers.has(name)) headers.set(name, value);
  }
  return { method: method === 'MERGE' ? 'PATCH' : method, headers: Object.fromEntries(headers) };
}

function applyMethodField(
  name: string,
  value: string,
  { method, place }: { readonly method: string; readonly place: string },
): string {
  const meant = value.trim().toUpperCase();
  if (method === 'POST' || meant === method) return meant;
  throw refuseRequest(place, `${name} may replace the method POST, not ${method.slice(0, 32)}`);
}

function checkHost(value: string, { envelope, place }: RequestContext): void {
  if (!isOwnHost(value, envelope)) throw refuseRequest(place, 'The Host is not that of the batch');
}

function checkAuthorization(value: string, { envelope, place }: RequestContext): void {
  if (value.trim() === firstValue(envelope['authorization'])?.trim()) return;
  throw refuseRequest(place, 'The Authorization is not that of the batch; send it only with the batch');
}
