import type { DecodeContext, DecodedBody } from '@multistatus/core';
import { refuseRequest } from '../request/refuse-request.js';
import { readRequestHeaders } from '../request/request-headers.js';
import { toRequestId } from '../request/request-id.js';
import { encodeCharacters, toLocalUrl } from '../request/to-local-url.js';
import { type BodyReference, bindEntities } from './bind-entities.js';
import type { ContentIds, Entity, Referred } from './content-ids.js';
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
    readonly references: readonly BodyReference[];
    readonly dependsOn: readonly string[];
  };
  readonly contentId: string | undefined;
  readonly body: DecodedBody | undefined;
}

/** What a request is read with: the batch, and the Content-IDs of the requests before it. */
interface ReadContext extends DecodeContext {
  readonly contentIds: ContentIds;
}

/** `$<Content-ID>` at the start of a URL, and the rest. */
const BASE = /^\$([^/?]+)(.*)$/s;
const ETAG_FIELDS = ['if-match', 'if-none-match'];

/**
 * Returns one request of a batch. Each `$<Content-ID>` in its URL, its conditional headers and its body becomes a reference to the
 * request with that Content-ID; if there is none before it, the text stays as it is.
 *
 * @throws {BatchProblem} that names the part, for a URL of another host and for a Content-ID that is not unique.
 */
export function readRequest(sent: SentRequest, context: ReadContext): ReadRequest {
  const { part, member, place, partId, fields } = sent;
  const { contentIds } = context;
  const innerId = fields.find(([name]) => name.toLowerCase() === 'content-id')?.[1];
  const contentId = partId || innerId || undefined;
  const id = toRequestId({ part, member, isIdInner: Boolean(innerId) });
  const { method, headers } = readRequestHeaders(sent.method, fields, { envelope: context.headers, place });
  for (const name of ETAG_FIELDS) {
    const referred = findWhole(headers[name], contentIds);
    if (referred !== undefined) headers[name] = `$${referred.id}`;
  }
  const [, baseId = '', rest = ''] = BASE.exec(sent.target) ?? [];
  const base = contentIds.find(baseId);
  const url = base === undefined ? toLocalUrl(sent.target, context) : `$${base.id}${encodeCharacters(rest)}`;
  if (url === undefined) throw refuseRequest(place, 'The URL is that of another host');
  const { body, references, dependsOn } = readBody(sent.body, headers['content-type'], context);
  const entity = entityOf({ id, method, target: sent.target, base, rest });
  // Only now: a request cannot refer to itself.
  if (contentId !== undefined && !contentIds.add(contentId, { id, entity })) {
    const shown = JSON.stringify(contentId.slice(0, 100));
    throw refuseRequest(place, `An earlier request has the same Content-ID, ${shown}`);
  }
  return { entry: { id, method, url, headers, references, dependsOn }, contentId, body };
}

/** Returns the request that a value refers to, if the whole of it is `$<Content-ID>`. */
function findWhole(value: string | undefined, contentIds: ContentIds): Referred | undefined {
  return value?.startsWith('$') === true ? contentIds.find(value.slice(1)) : undefined;
}

function readBody(
  bytes: Uint8Array,
  contentType: string | undefined,
  { contentIds, limits }: ReadContext,
): Pick<ReadRequest, 'body'> & Pick<ReadRequest['entry'], 'references' | 'dependsOn'> {
  const body = toDecodedBody(bytes, contentType);
  if (body?.kind !== 'json') return { body, references: [], dependsOn: [] };
  const { text, references, dependsOn } = bindEntities(body.text, contentIds, limits);
  return { body: { kind: 'json', text }, references, dependsOn };
}

/** Returns the entity that a request is about: the one that a POST creates, otherwise the one that the URL names. */
function entityOf({
  id,
  method,
  target,
  base,
  rest,
}: {
  readonly id: string;
  readonly method: string;
  readonly target: string;
  readonly base: Referred | undefined;
  readonly rest: string;
}): Entity | undefined {
  if (method === 'POST') return { locationOf: id };
  if (base === undefined) return { url: target.replace(/\?.*$/s, '') };
  return rest === '' || rest.startsWith('?') ? base.entity : undefined;
}
