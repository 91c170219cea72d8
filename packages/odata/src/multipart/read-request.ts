import type { DecodeContext, DecodedBody } from '@multistatus/core';
import { encodeCharacters, toLocalUrl } from '../request/to-local-url.js';
import { refuseRequest } from '../request/refuse-request.js';
import { readRequestHeaders } from '../request/request-headers.js';
import { toRequestId } from '../request/request-id.js';
import { type BodyReference, findBodyReferences } from './body-references.js';
import type { ContentIds } from './content-ids.js';
import type { SentRequest } from './read-units.js';
import { toDecodedBody } from './to-decoded-body.js';

/** A request as the endpoint takes it. */
export interface ReadRequest {
  /** The request in the form that it has in a batch in JSON, without its body. */
  readonly entry: {
    readonly id: string;
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly references?: readonly BodyReference[];
  };
  readonly contentId: string | undefined;
  /** Returns its body, which is read only now, with the Content-Type that the endpoint has validated. */
  readonly bodyFor: (contentType: string | undefined) => DecodedBody | undefined;
}

/** `$<Content-ID>` at the start of a URL, or as a whole value. */
const REFERENCE = /^\$([^/?]+)(.*)$/s;
const ETAG_FIELDS = ['if-match', 'if-none-match'];

/**
 * Returns one request of a batch, with the Content-IDs in it replaced by the ids of the requests that they refer to.
 *
 * @throws {BatchProblem} that names the part, for a URL of another host and for a Content-ID that is not unique.
 */
export function readRequest(
  { part, member, place, partId, method: sentMethod, target, fields, body: bytes }: SentRequest,
  context: DecodeContext & { readonly contentIds: ContentIds },
): ReadRequest {
  const { contentIds, limits } = context;
  const innerId = fields.find(([name]) => name.toLowerCase() === 'content-id')?.[1];
  const contentId = partId || innerId || undefined;
  const id = toRequestId({ part, member, isIdInner: innerId !== undefined });
  const { method, headers } = readRequestHeaders(sentMethod, fields, { envelope: context.headers, place });
  for (const name of ETAG_FIELDS) {
    const referred = contentIds.idOf(/^\$(.+)$/.exec(headers[name] ?? '')?.[1] ?? '');
    if (referred !== undefined) headers[name] = `$${referred}`;
  }
  const url = toUrl(target, context);
  if (url === undefined) throw refuseRequest(place, 'The URL is that of another host');
  const body = toDecodedBody(bytes, headers['content-type']);
  const references = body?.kind === 'json' ? findBodyReferences(body.text, contentIds, limits) : [];
  // Only now: a request cannot refer to itself.
  if (contentId !== undefined && !contentIds.add(contentId, id)) {
    throw refuseRequest(place, `Another request has the same Content-ID, ${JSON.stringify(contentId.slice(0, 100))}`);
  }
  const entry = { id, method, url, headers };
  return {
    entry: references.length === 0 ? entry : { ...entry, references },
    contentId,
    bodyFor: () => body,
  };
}

function toUrl(
  target: string,
  context: DecodeContext & { readonly contentIds: ContentIds },
): string | undefined {
  const [, contentId = '', rest = ''] = REFERENCE.exec(target) ?? [];
  const referred = context.contentIds.idOf(contentId);
  return referred === undefined ? toLocalUrl(target, context) : `$${referred}${encodeCharacters(rest)}`;
}
