import type { DecodeContext, DecodedBody } from '@multistatus/core';
import { type BodyReference, bindEntities } from './bind-entities.js';
import type { Entity, FindReferred, Referred } from './referred.js';
import { refuseRequest } from './refuse-request.js';
import { readRequestHeaders } from './request-headers.js';
import { encodeCharacters, toLocalUrl } from './to-local-url.js';

/** A request as the client has sent it, in either form of a batch. */
export interface RequestAsSent {
  /** The id that the decoder has chosen. */
  readonly id: string;
  /** Names it in messages: `Request 3`, `Part 2.1`. */
  readonly place: string;
  readonly method: string;
  readonly target: string;
  readonly fields: Iterable<readonly [name: string, value: string]>;
  /** Returns its body. */
  readonly bodyFor: (contentType: string | undefined) => DecodedBody | undefined;
}

/** A request as the endpoint takes it. */
export interface ReadRequest {
  /** The request in the form that it has in a batch of the endpoint, without its body. */
  readonly entry: {
    readonly id: string;
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly references: readonly BodyReference[];
    readonly dependsOn: readonly string[];
  };
  readonly body: DecodedBody | undefined;
  /** What `$name` stands for in the bodies of later requests. */
  readonly entity: Entity | undefined;
}

/** What a request is read with: the batch, and the requests that it may refer to. */
interface ReadContext extends DecodeContext {
  readonly find: FindReferred;
}

/** `$name` at the start of a URL, and the rest. */
const BASE = /^\$([^/?]+)(.*)$/s;
const ETAG_FIELDS = ['if-match', 'if-none-match'];

/**
 * Returns one request of a batch. Each `$name` in its URL, its conditional headers and its body becomes a reference to the request
 * with that name; if there is none, the text stays as it is.
 *
 * @throws {BatchProblem} that names the request, for a URL of another host and for headers that it cannot have.
 */
export function readRequest(sent: RequestAsSent, context: ReadContext): ReadRequest {
  const { id, place, target } = sent;
  const { find } = context;
  const { method, headers } = readRequestHeaders(sent.method, sent.fields, {
    envelope: context.headers,
    place,
  });
  for (const name of ETAG_FIELDS) {
    const value = headers[name];
    const referred = value?.startsWith('$') === true ? find(value.slice(1)) : undefined;
    if (referred !== undefined) headers[name] = `$${referred.id}`;
  }
  const [, baseName = '', rest = ''] = BASE.exec(target) ?? [];
  const base = baseName === '' ? undefined : find(baseName);
  const url = base === undefined ? toLocalUrl(target, context) : `$${base.id}${encodeCharacters(rest)}`;
  if (url === undefined) throw refuseRequest(place, 'The URL is that of another host');
  const { body, references, dependsOn } = bindBody(sent.bodyFor(headers['content-type']), context);
  const entity = entityOf({ id, method, target, base, rest });
  return { entry: { id, method, url, headers, references, dependsOn }, body, entity };
}

function bindBody(
  body: DecodedBody | undefined,
  { find, limits }: ReadContext,
): Pick<ReadRequest, 'body'> & Pick<ReadRequest['entry'], 'references' | 'dependsOn'> {
  if (body?.kind !== 'json') return { body, references: [], dependsOn: [] };
  const { text: sent } = body;
  const { text, references, dependsOn } = bindEntities(sent, find, limits);
  // What has not changed may have bytes, too.
  return { body: text === sent ? body : { kind: 'json', text }, references, dependsOn };
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
