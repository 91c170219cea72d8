import type { AnswerContent, AnswerPart, EncodedAnswer } from '@multistatus/core';
import type { MultistatusResponse, Problem } from '@multistatus/document';
import { headerOf, valueAt } from '@multistatus/wire';
import { failOnErrorsOf } from './operation-id.js';
import { RESPONSE_URN } from './schemas.js';
import { toScimError } from './scim-error.js';

/** Writes the answer to a bulk request (RFC 7644 section 3.7.3). Must not throw, because the operations have run. */
export async function encodeBulk({ parts, mediaType }: AnswerContent): Promise<EncodedAnswer> {
  const operations: string[] = [];
  let errors = 0;
  for await (const part of parts) {
    if (!wasAttempted(part, errors)) continue;
    if (part.result === 'failed') errors += 1;
    operations.push(toText(part));
  }
  const body = `{"schemas":["${RESPONSE_URN}"],"Operations":[${operations.join(',')}]}`;
  return { contentType: mediaType, status: 200, body };
}

/** Checks whether the request had not stopped before an operation. The answer does not have those after `failOnErrors` errors. */
function wasAttempted({ response: { problem }, outcome }: AnswerPart, errors: number): boolean {
  if (problem?.type === 'urn:multistatus:problem:stopped') return false;
  const isSkipped = problem?.type === 'urn:multistatus:problem:failed-dependency';
  return !isSkipped || errors < failOnErrorsOf(outcome?.operation.id ?? '');
}

function toText({ response, outcome }: AnswerPart): string {
  const { method, clientId } = outcome?.operation ?? {};
  const { href, status = 500, body, problem } = response;
  const isSuccess = status >= 200 && status < 300;
  // What a POST was sent to is not what it creates.
  const target = method === 'POST' ? undefined : href;
  const members = JSON.stringify({
    method,
    bulkId: clientId,
    ...(isSuccess ? locate(response, target) : { location: target }),
    status: String(status),
  });
  if (isSuccess) return members;
  // The error of the app as text, so that it stays as it is.
  const error =
    body?.encoding === 'json' ? body.text : JSON.stringify(toScimError(problem ?? withoutJson(status)));
  return `${members.slice(0, -1)},"response":${error}}`;
}

/** Returns where a resource is, and its version: as the headers say, or else the resource itself. */
function locate({ headers, body }: MultistatusResponse, target: string | undefined): object {
  const meta = valueAt(body?.encoding === 'json' ? JSON.parse(body.text) : undefined, ['meta']);
  return {
    location: headerOf(headers, 'location') ?? valueAt(meta, ['location']) ?? target,
    version: headerOf(headers, 'etag') ?? valueAt(meta, ['version']),
  };
}

function withoutJson(status: number): Problem {
  return { type: 'about:blank', title: 'The response has no JSON', status };
}
