import { headerOf } from '@multistatus/inspect';
import { isRedirect, isSafeMethod } from '@multistatus/wire';
import { type HttpAnswer, type HttpRequest, sendRequest } from './send-request.js';

/** The last answer after following redirects. */
export interface FollowedAnswer {
  readonly answer: HttpAnswer;
  /** The request that led to `answer`. */
  readonly request: HttpRequest;
  /** Why a redirect was not followed, if the last answer is one. */
  readonly stopped: string | undefined;
}

const MAX_REDIRECTS = 5;

/**
 * Sends a request and follows redirects within its origin: 307 and 308 always, 301 and 302 only for a safe method. A
 * 303 is followed by a GET if the request is a QUERY (RFC 10008 section 2.5); the target of any other is not the answer to the
 * request. Nothing is ever sent to another origin.
 */
export async function followRedirects(first: HttpRequest): Promise<FollowedAnswer> {
  let request = first;
  for (let count = 0; ; count += 1) {
    const answer = await sendRequest(request);
    const location = redirectOf(answer);
    if (location === undefined) return { answer, request, stopped: undefined };
    const target = URL.canParse(location, request.url.href) ? new URL(location, request.url) : undefined;
    const stopped = reasonToStop(target, { request, answer, count });
    if (target === undefined || stopped !== undefined) return { answer, request, stopped };
    target.username = request.url.username;
    target.password = request.url.password;
    request = { ...(answer.status === 303 ? toGet(request) : request), url: target };
  }
}

function redirectOf({ status, headers }: HttpAnswer): string | undefined {
  return isRedirect(status) ? headerOf(headers, 'location') : undefined;
}

function reasonToStop(
  target: URL | undefined,
  { request, answer, count }: { request: HttpRequest; answer: HttpAnswer; count: number },
): string | undefined {
  if (target === undefined) return 'its Location is not a URL';
  if (target.origin !== request.url.origin) return `${target.href} is on another origin`;
  if (count >= MAX_REDIRECTS) return `there were ${MAX_REDIRECTS} redirects before it`;
  if (answer.status === 303 && !isQuery(request))
    return `${target.href} describes the result, but is not the answer`;
  const isKept = answer.status === 303 || answer.status >= 307 || isSafeMethod(request.method.toUpperCase());
  return isKept ? undefined : `a ${answer.status} may change the method ${request.method}`;
}

function isQuery({ method }: HttpRequest): boolean {
  return method.toUpperCase() === 'QUERY';
}

function toGet({ body: _body, headers, ...request }: HttpRequest): HttpRequest {
  const others = headers.filter(([name]) => name.toLowerCase() !== 'content-type');
  return { ...request, method: 'GET', headers: others };
}
