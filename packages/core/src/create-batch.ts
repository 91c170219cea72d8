import { answerProblem } from './answer-problem.js';
import { BatchProblem } from './batch-problem.js';
import { decodeEnvelope } from './decode-envelope.js';
import { ALLOWED_METHODS, describeEndpoint, isDescriptive } from './describe-endpoint.js';
import type { Dispatch } from './dispatch.js';
import { encodeOutcomes } from './encode-outcomes.js';
import type { EnvelopeRequest, EnvelopeResponse } from './envelope.js';
import { negotiatedHeaders } from './envelope-headers.js';
import { inheritHeaders } from './inherit-headers.js';
import { liftSetCookie } from './lift-set-cookie.js';
import { negotiate, RESPONSE_MEDIA_TYPES, type ResponseMediaType } from './negotiate.js';
import type { Outcome } from './outcome.js';
import { pathOf } from './path-of.js';
import { type BatchOptions, resolveOptions } from './resolve-options.js';
import { run } from './run.js';
import { validateBatch } from './validate-batch.js';

/** Answers one envelope; `dispatch` runs each of its operations. Never rejects. */
export type BatchHandler = (request: EnvelopeRequest, dispatch: Dispatch) => Promise<EnvelopeResponse>;

/**
 * Makes the handler of a batch endpoint, without anything of a framework.
 *
 * `adapterOptions` names the options that the adapter reads by itself.
 *
 * @throws {TypeError} for an unknown option or a value of the wrong kind.
 * @throws {RangeError} for a limit that is no integer in its range.
 */
export function createBatch(
  options: BatchOptions = {},
  adapterOptions: readonly string[] = [],
): BatchHandler {
  const { defaultFormat, limits, onError } = resolveOptions(options, adapterOptions);
  let underWay = 0;

  return async (request, dispatch) => {
    const accept = request.headers['accept'];
    const mediaType = negotiate(typeof accept === 'string' ? accept : undefined, defaultFormat);
    try {
      if (isDescriptive(request.method)) return describeEndpoint(limits);
      checkMethod(request);
      const value = await decodeEnvelope(request, limits);
      const operations = validateBatch(value, limits);
      if (mediaType === undefined) throw notAcceptable();
      if (underWay >= limits.maxConcurrentBatches) throw noCapacity(limits.maxConcurrentBatches);
      underWay += 1;
      const inheritedHeaders = inheritHeaders(request.headers);
      const { signal } = request;
      const outcomes = await run(operations, { dispatch, limits, inheritedHeaders, signal, onError }).finally(
        () => {
          underWay -= 1;
        },
      );
      return answer(outcomes, request, mediaType);
    } catch (error) {
      if (!(error instanceof BatchProblem)) onError(error);
      return answerProblem(error, request, mediaType);
    }
  };
}

function checkMethod({ method, isOperation }: EnvelopeRequest): void {
  if (method !== 'POST') {
    throw new BatchProblem('method-not-allowed', 'Send a batch by POST; GET tells what it may hold', {
      headers: { allow: ALLOWED_METHODS },
    });
  }
  if (isOperation) {
    throw new BatchProblem('nested-batch', 'Put the operations of the inner batch into the outer one');
  }
}

function notAcceptable(): BatchProblem {
  const detail = `The Accept header fits none of ${RESPONSE_MEDIA_TYPES.join(', ')}`;
  return new BatchProblem('not-acceptable', detail, { extensions: { available: RESPONSE_MEDIA_TYPES } });
}

function noCapacity(max: number): BatchProblem {
  return new BatchProblem(
    'no-capacity',
    `${max} batches are under way, which is the limit; send this one again`,
    {
      extensions: { limit: 'maxConcurrentBatches', max, actual: max + 1 },
      headers: { 'retry-after': '1' },
    },
  );
}

function answer(
  outcomes: readonly Outcome[],
  request: EnvelopeRequest,
  mediaType: ResponseMediaType,
): EnvelopeResponse {
  const headers = negotiatedHeaders(request.responseHeaders);
  const batchPath = pathOf(request.url);
  const body = encodeOutcomes(outcomes, {
    mediaType,
    batchPath,
    host: request.headers['host'] as string | undefined,
    envelopeHeaders: { ...request.responseHeaders, ...headers },
  });
  const cookies = liftSetCookie(outcomes, batchPath);
  return {
    status: 207,
    headers: {
      ...headers,
      'content-type': `${mediaType}; charset=utf-8`,
      ...(cookies.length > 0
        ? { 'set-cookie': [...asList(request.responseHeaders['set-cookie']), ...cookies] }
        : {}),
    },
    body,
  };
}

function asList(field: unknown): readonly string[] {
  if (Array.isArray(field)) return field as string[];
  return typeof field === 'string' ? [field] : [];
}
