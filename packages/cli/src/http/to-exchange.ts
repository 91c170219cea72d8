import { type Exchange, exchangeFinding, type Finding, headerOf } from '@multistatus/inspect';
import { countOf } from '@multistatus/wire';
import { decodeContent } from './decode-content.js';
import type { FollowedAnswer } from './follow-redirects.js';
import { showUrl } from './send-request.js';

/** Converts the answer of a server to an exchange that can be inspected. */
export function toExchange({ answer, request, stopped }: FollowedAnswer): Exchange {
  const { body: received, truncation, ...response } = answer;
  const decoded = decodeContent(received, headerOf(response.headers, 'content-encoding'));
  const findings: Finding[] = [...decoded.findings];
  if (stopped !== undefined) {
    findings.push(exchangeFinding('redirect', `the ${answer.status} was not followed: ${stopped}`));
  }
  if (truncation !== undefined) {
    findings.push(
      exchangeFinding(
        'truncated',
        `the body is incomplete, it breaks off after ${countOf(received.byteLength, 'byte')}: ${truncation}`,
      ),
    );
  }
  return {
    request: {
      method: request.method,
      url: showUrl(request.url),
      body: request.body === undefined ? undefined : new TextDecoder().decode(request.body),
    },
    response,
    body: decoded.body,
    findings,
  };
}
