import type { DecodeContext } from '@multistatus/core';
import { type ReadRequest, readRequest } from '../request/read-request.js';
import { quote, refuseRequest } from '../request/refuse-request.js';
import { toRequestId } from '../request/request-id.js';
import type { ContentIds } from './content-ids.js';
import type { SentRequest } from './read-units.js';
import { toDecodedBody } from './to-decoded-body.js';

/** Methods that a changeset must not contain (OData 4.01 section 11.7.7). */
const READING_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** The request of a part as the endpoint takes it, with its Content-ID. */
export interface ReadPart extends ReadRequest {
  readonly contentId: string | undefined;
  /** Names it in messages: `Part 2.1`. */
  readonly place: string;
}

/**
 * Returns the request of a part.
 *
 * @throws {BatchProblem} that names the part, if the request cannot be read, if its Content-ID is not unique, or if it is in a
 *   changeset and only reads.
 */
export function readPart(
  sent: SentRequest,
  context: DecodeContext & { readonly contentIds: ContentIds },
): ReadPart {
  const { part, member, place, partId, method, target, fields, body } = sent;
  const { contentIds } = context;
  const innerId = fields.find(([name]) => name.toLowerCase() === 'content-id')?.[1];
  const contentId = partId || innerId || undefined;
  const id = toRequestId({ part, member, isIdInner: Boolean(innerId) });
  const bodyFor = (contentType: string | undefined) => toDecodedBody(body, contentType);
  const request = readRequest(
    { id, place, method, target, fields, bodyFor },
    { ...context, find: (name) => contentIds.find(name) },
  );
  // The method that is meant: clients send others as POST with x-http-method.
  if (member !== undefined && READING_METHODS.has(request.entry.method)) {
    throw refuseRequest(place, `A changeset must not contain the method ${request.entry.method}`);
  }
  // Only now: a request cannot refer to itself.
  if (contentId !== undefined && !contentIds.add(contentId, { id, entity: request.entity })) {
    throw refuseRequest(place, `An earlier request has the same Content-ID, ${quote(contentId)}`);
  }
  return { ...request, contentId, place };
}
