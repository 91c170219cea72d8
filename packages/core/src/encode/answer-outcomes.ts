import { firstValue } from '@multistatus/wire';
import type { ResponseMediaType } from '../formats/formats.js';
import type { EnvelopeRequest, EnvelopeResponse } from '../http/envelope.js';
import { pathOf } from '../http/path-of.js';
import { toOperationOutcome } from '../operation/operation-outcome.js';
import type { Outcome } from '../operation/outcome.js';
import { assertSynchronous } from '../options/assert-synchronous.js';
import { describeValue } from '../options/describe-value.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import { type EncodeContext, encodeOutcomes } from './encode-outcomes.js';
import { negotiatedHeaders } from './envelope-headers.js';
import { liftSetCookie } from './lift-set-cookie.js';
import { longestRetryAfter } from './retry-after.js';
import { streamOutcomes } from './stream-outcomes.js';

/** Everything besides its outcomes that the answer to a batch depends on. */
export interface AnswerContext {
  readonly request: EnvelopeRequest;
  readonly mediaType: ResponseMediaType;
  readonly options: Pick<ResolvedOptions, 'basePath' | 'status' | 'headers' | 'cookies' | 'onError'>;
  /** The href of an operation without a URL of its own, up to its index: `/batch/operations/`. */
  readonly operationsPath: string;
  /** The member that identifies an operation in the document. */
  readonly namedBy: 'id' | 'index';
  readonly isMinimal: boolean;
  /** The honoured preferences, for Preference-Applied (RFC 7240 section 3). */
  readonly applied: readonly string[];
}

/** Returns the answer to a batch whose operations have all settled. Its body is the whole document. */
export function answerOutcomes(outcomes: readonly Outcome[], context: AnswerContext): EnvelopeResponse {
  const { request, options } = context;
  const headers = answerHeaders(context);
  const retryAfter = longestRetryAfter(outcomes, Date.now());
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter);
  const encoding = encodeContext(context, headers);
  const body = encodeOutcomes(outcomes, encoding);
  const cookies = options.cookies === 'lift' ? liftSetCookie(outcomes, encoding) : [];
  return {
    status: batchStatus(outcomes, options),
    headers:
      cookies.length === 0
        ? headers
        : { ...headers, 'set-cookie': [...asList(request.responseHeaders['set-cookie']), ...cookies] },
    body,
  };
}

/** Returns the answer to a batch that is still running: 207, with an NDJSON line for each outcome as it settles. */
export function answerStream(outcomes: AsyncIterable<Outcome>, context: AnswerContext): EnvelopeResponse {
  const headers = answerHeaders(context);
  return { status: 207, headers, body: streamOutcomes(outcomes, encodeContext(context, headers)) };
}

function answerHeaders({ request, mediaType, applied }: AnswerContext): Record<string, string> {
  return {
    ...negotiatedHeaders(request.responseHeaders, applied),
    'content-type': `${mediaType}; charset=utf-8`,
  };
}

function encodeContext(
  { request, mediaType, options, operationsPath, namedBy, isMinimal }: AnswerContext,
  headers: Readonly<Record<string, string>>,
): EncodeContext {
  return {
    options,
    basePath: options.basePath,
    mediaType,
    batchPath: options.basePath + pathOf(request.url),
    operationsPath,
    namedBy,
    host: firstValue(request.headers['host']),
    isMinimal,
    envelopeHeaders: { ...request.responseHeaders, ...headers },
  };
}

function batchStatus(
  outcomes: readonly Outcome[],
  { status: statusOption, onError }: AnswerContext['options'],
): number {
  if (statusOption === 'multi-status') return 207;
  if (statusOption === 'ok-or-multi-status') {
    return outcomes.every(({ result }) => result === 'succeeded') ? 200 : 207;
  }
  try {
    const status = statusOption(outcomes.map((outcome) => toOperationOutcome(outcome)));
    assertSynchronous('batch.status', status);
    if (Number.isInteger(status) && status >= 200 && status <= 599 && !NO_CONTENT_STATUSES.has(status))
      return status;
    throw new RangeError(
      `batch.status must return a status from 200 to 599 with content, got ${describeValue(status)}`,
    );
  } catch (error) {
    // The operations have run, so the client must get their outcomes even if the option `status` fails.
    onError(error);
    return 207;
  }
}

/** A response with one of these statuses cannot carry the document (RFC 9110 section 15). */
const NO_CONTENT_STATUSES: ReadonlySet<number> = new Set([204, 205, 304]);

function asList(field: unknown): readonly string[] {
  if (Array.isArray(field)) return field as string[];
  return typeof field === 'string' ? [field] : [];
}
