import { type StatusResponse, toStatusLine } from '@multistatus/document';
import { bodyBytes } from '../outcome-body.js';
import { toHeaders } from '../outcome-headers.js';

/** Statuses whose responses have no body (Fetch standard, null body status). */
const NULL_BODY: ReadonlySet<number> = new Set([204, 205, 304]);
const STATUS_LINE_START = 'HTTP/1.1 000 '.length;
/** What the batch response says of itself alone. */
const OF_ENVELOPE =
  /^(?:accept-(?:patch|post)|age|allow|cache-control|connection|content-(?:digest|disposition|encoding|language|length|location|range|type)|etag|expires|keep-alive|last-modified|location|preference-applied|retry-after|set-cookie|trailer|transfer-encoding|upgrade|vary|www-authenticate)$/;
const CHARSET = /(;\s*charset\s*=\s*)"?(?!utf-?8\b)[^\s;"]+"?/i;

/**
 * Makes the `Response` of one operation, as `fetch` would have given it.
 *
 * A header that stands on the batch response with the same value is not repeated in an outcome, so it is taken from
 * there. Text comes in UTF-8, and so its Content-Type says.
 */
export function toResponse(
  outcome: StatusResponse,
  { request, envelope }: { readonly request: Request; readonly envelope: Headers },
): Response {
  const { status } = outcome;
  const statusText = toStatusLine(status).slice(STATUS_LINE_START);
  const hasNoBody = NULL_BODY.has(status) || request.method === 'HEAD';
  // Of no bytes rather than null where there are none: `fetch` gives a body that is empty.
  const body = outcome.bodyOmitted === undefined ? bodyBytes(outcome) : failingBody();
  const headers = mergeHeaders(outcome, envelope);
  const response = new Response(hasNoBody ? null : body, { status, statusText, headers });
  return markResponse(response, { url: request.url.replace(/#.*$/s, ''), redirected: false });
}

/** Gives a response the members that no constructor sets; a clone of it has them too. */
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

/** The operation ran and its status stands; whoever reads the body hears that it did not come. */
function failingBody(): ReadableStream<Uint8Array> {
  const error = new TypeError(
    'The server left this body out of the batch, as it exceeds its limits; make this call without batching',
  );
  return new ReadableStream({ pull: (controller) => controller.error(error) });
}

function mergeHeaders(outcome: StatusResponse, envelope: Headers): Headers {
  const headers = toHeaders(outcome);
  const type = headers.get('content-type');
  if (type !== null && outcome.body?.encoding === 'text') {
    headers.set('content-type', type.replace(CHARSET, '$1utf-8'));
  }
  for (const [name, value] of envelope) {
    if (!headers.has(name) && !OF_ENVELOPE.test(name)) headers.set(name, value);
  }
  return headers;
}
