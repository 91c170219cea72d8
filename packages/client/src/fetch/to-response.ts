import { type BodyOmission, type StatusResponse, toStatusLine } from '@multistatus/document';
import { bodyBytes } from '../outcome-body.js';
import { toHeaders } from '../outcome-headers.js';

/** Statuses whose responses have no body (Fetch standard, null body status). */
const NULL_BODY: ReadonlySet<number> = new Set([204, 205, 304]);
const STATUS_LINE_START = 'HTTP/1.1 000 '.length;
/** Headers of the batch response that describe only the batch itself. */
const BATCH_ONLY_HEADER =
  /^(?:accept-(?:patch|post)|age|allow|cache-control|connection|content-(?:digest|disposition|encoding|language|length|location|range|type)|etag|expires|keep-alive|last-modified|location|preference-applied|retry-after|set-cookie|trailer|transfer-encoding|upgrade|vary|www-authenticate|x-accel-buffering)$/;
const OMISSIONS: Readonly<Record<BodyOmission, string>> = {
  'too-large':
    'The server left this body out of the batch because it exceeds a limit; make this call without batching',
  minimal: 'The server left this body out of the batch because of a header Prefer: return=minimal',
  'not-stored':
    'The call ran for an earlier request whose answer was lost, and the server did not store this body; request what you need of it',
};
const CHARSET = /(;\s*charset\s*=\s*)"?(?!utf-?8\b)[^\s;"]+"?/i;

/**
 * Creates the `Response` of one operation, as `fetch` would have returned it.
 *
 * An outcome does not repeat headers that the batch response has with the same value, so they are copied from there.
 * Text is encoded as UTF-8, and its Content-Type is changed accordingly.
 */
export function toResponse(
  outcome: StatusResponse,
  { request, batchHeaders }: { readonly request: Request; readonly batchHeaders: Headers },
): Response {
  const { status } = outcome;
  const statusText = toStatusLine(status).slice(STATUS_LINE_START);
  const hasNoBody = NULL_BODY.has(status) || request.method === 'HEAD';
  // A missing body becomes an empty one, not null, as with `fetch`.
  const { bodyOmitted } = outcome;
  const body = bodyOmitted === undefined ? bodyBytes(outcome) : failingBody(bodyOmitted);
  const headers = mergeHeaders(outcome, batchHeaders);
  const response = new Response(hasNoBody ? null : body, { status, statusText, headers });
  return markResponse(response, { url: request.url.replace(/#.*$/s, ''), redirected: false });
}

/** Sets the members of a response that its constructor cannot set. They are kept by `clone`. */
export function markResponse(
  response: Response,
  marks: { readonly url: string; readonly redirected: boolean },
): Response {
  const clone = response.clone.bind(response);
  return Object.defineProperties(response, {
    url: { value: marks.url, configurable: true },
    redirected: { value: marks.redirected, configurable: true },
    clone: { value: () => markResponse(clone(), marks), configurable: true, writable: true },
  });
}

/** Returns a body that fails when it is read: the operation ran and its status is known, but the body is missing. */
function failingBody(reason: BodyOmission): ReadableStream<Uint8Array> {
  const error = new TypeError(OMISSIONS[reason]);
  // React Native: the call rejects, because no response can be made whose body fails.
  if (typeof ReadableStream === 'undefined') throw error;
  return new ReadableStream({ pull: (controller) => controller.error(error) });
}

function mergeHeaders(outcome: StatusResponse, batchHeaders: Headers): Headers {
  const headers = toHeaders(outcome);
  const type = headers.get('content-type');
  if (type !== null && outcome.body?.encoding === 'text') {
    headers.set('content-type', type.replace(CHARSET, '$1utf-8'));
  }
  // Not every platform can iterate headers.
  (batchHeaders as Partial<Headers>).forEach?.((value, name) => {
    if (!headers.has(name) && !BATCH_ONLY_HEADER.test(name)) headers.set(name, value);
  });
  return headers;
}
