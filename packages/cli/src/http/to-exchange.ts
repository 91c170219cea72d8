import { type Exchange, headerOf } from '../exchange.js';
import { exchangeFinding, type Finding } from '../finding.js';
import { decodeContent } from './decode-content.js';
import type { FollowedAnswer } from './follow-redirects.js';
import { showUrl } from './send-request.js';

/** Gives what came back from a server as an exchange to inspect. */
export function toExchange({ answer, request, stopped }: FollowedAnswer): Exchange {
  const { body: received, cut, ...response } = answer;
  const decoded = decodeContent(received, headerOf(response.headers, 'content-encoding'));
  const findings: Finding[] = [...decoded.findings];
  if (stopped !== undefined) {
    findings.push(exchangeFinding('redirect', `the ${answer.status} was not followed: ${stopped}`));
  }
  if (cut !== undefined) {
    findings.push(
      exchangeFinding(
        'truncated',
        `the body ends after ${received.byteLength} bytes, before its end: ${cut}`,
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
