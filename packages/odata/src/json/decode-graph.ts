import { BatchProblem, type DecodeContext, type DecodedBatch, type ReceivedBody } from '@multistatus/core';
import { quote, refuseRequest } from '../request/refuse-request.js';
import { readRequestHeaders } from '../request/request-headers.js';
import { toRequestId } from '../request/request-id.js';
import { serviceRootOf, toLocalUrl } from '../request/to-local-url.js';
import { readSentRequests, type SentRequest } from './sent-request.js';

const OPTIONAL = ['headers', 'body', 'dependsOn'];

/**
 * Reads a batch of Microsoft Graph. Takes time linear in its size.
 *
 * @throws {BatchProblem} that names the request, if the batch cannot be read or has more than `maxRequests`.
 */
export async function decodeGraph(
  body: ReceivedBody,
  context: DecodeContext,
  maxRequests: number,
): Promise<DecodedBatch> {
  const sent = await readSentRequests(body, context, OPTIONAL);
  checkCount(sent.length, maxRequests, context.limits.maxOperations);
  const ids = toIds(sent);
  return {
    value: { requests: sent.map((request) => toEntry(request, context, ids)) },
    bodyOf: (index, contentType) => sent[index]?.bodyFor(contentType),
    clientIdOf: (index) => sent[index]?.id,
    placeOf: (index) => sent[index]?.place ?? '',
    mayBeEmpty: true,
  };
}

function checkCount(actual: number, maxRequests: number, maxOperations: number): void {
  const max = Math.min(maxRequests, maxOperations);
  if (actual <= max) return;
  const limits = `the limit maxRequests of graph() is ${maxRequests}, and the limit maxOperations of the endpoint is ${maxOperations}`;
  throw new BatchProblem('invalid-batch', `The batch has ${actual} requests; ${limits}`);
}

/** Returns what the endpoint calls each request, by its id in lower case: Graph compares ids without case. */
function toIds(sent: readonly SentRequest[]): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const { id, place } of sent) {
    const name = id.toLowerCase();
    if (ids.has(name)) {
      throw refuseRequest(
        place,
        `An earlier request has the same id, ${quote(id)}; ids are compared without case`,
      );
    }
    ids.set(name, toRequestId({ part: ids.size + 1, member: undefined, isIdInner: false }));
  }
  return ids;
}

function toEntry(request: SentRequest, context: DecodeContext, ids: ReadonlyMap<string, string>) {
  const { place } = request;
  const { method, headers } = readRequestHeaders(request.method, request.fields, {
    envelope: context.headers,
    place,
  });
  if (request.hasBody && headers['content-type'] === undefined) {
    throw refuseRequest(place, 'A request with a body needs the header Content-Type');
  }
  const url = toGraphUrl(request.url, context);
  if (url === undefined) throw refuseRequest(place, 'The URL is that of another host');
  const dependsOn = request.dependsOn.map((name) => {
    const id = ids.get(name.toLowerCase());
    if (id === undefined)
      throw refuseRequest(place, `dependsOn has ${quote(name)}, which is the id of no request`);
    return id;
  });
  return { id: ids.get(request.id.toLowerCase()), method, url, headers, dependsOn };
}

/**
 * Returns the URL of a request as a path of this app: `/me`, `me` and `/v1.0/me` are all the last one. Returns `undefined` for a URL
 * of another host.
 */
function toGraphUrl(url: string, context: DecodeContext): string | undefined {
  const isAbsolute = /^[a-z][a-z0-9+.-]*:\/\/|^\/\//i.test(url);
  if (isAbsolute) return toLocalUrl(url, context);
  const root = serviceRootOf(context);
  const path = url.startsWith('/') ? url : `/${url}`;
  const isUnderRoot = path.startsWith(root) && /^[/?]|^$/.test(path.slice(root.length, root.length + 1));
  return toLocalUrl(isUnderRoot ? path : `${root}${path}`, context);
}
