import { answerOutcomes } from '../encode/answer-outcomes.js';
import type { Exchange } from '../encode/exchange.js';
import type { AnswerChoice } from '../formats/format-index.js';
import type { EnvelopeHeaders, EnvelopeResponse } from '../http/envelope.js';
import type { Outcome } from '../operation/outcome.js';
import type { WorkHead } from '../options/async-support.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import type { AcceptedBatch } from '../plan/accepted-batch.js';

/** How an answer is written, where that differs from what the client of the batch wanted. */
export interface EncodeSettings {
  /** The media type of the answer. @defaultValue the one that was negotiated when the batch was accepted */
  readonly mediaType?: string | undefined;
  /** The headers of the request that is answered. */
  readonly headers?: EnvelopeHeaders | undefined;
  /** The headers that the app has set on the response; outcomes do not repeat them. */
  readonly responseHeaders?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Returns the answer to a batch, from outcomes that have settled or from outcomes as they settle. Can be called later,
 * in another process, and more than once. Not a promise if nothing has to be waited for.
 *
 * @throws {TypeError} if no format of the endpoint writes the media type.
 */
export function encodeBatch(
  outcomes: readonly Outcome[] | AsyncIterable<Outcome>,
  accepted: AcceptedBatch,
  {
    options,
    settings,
    outer,
    onTaken,
  }: {
    readonly options: ResolvedOptions;
    readonly settings: EncodeSettings;
    /** The request object of the framework, if it is known. */
    readonly outer?: unknown;
    readonly onTaken?: Exchange['onTaken'];
  },
): EnvelopeResponse | Promise<EnvelopeResponse> {
  return answerOutcomes(outcomes, toExchange(accepted, options, { settings, outer, onTaken }));
}

/**
 * Returns what an answer depends on, besides its outcomes. The default of `maxResponseBytes` is the limit of the endpoint.
 *
 * @throws {TypeError} if no format of the endpoint writes the media type.
 */
export function toExchange(
  { answer, host, path }: WorkHead,
  options: ResolvedOptions,
  {
    settings: { mediaType = answer.mediaType, headers = {}, responseHeaders = {} },
    outer,
    onTaken,
    maxResponseBytes = options.limits.maxResponseBytes,
  }: {
    readonly settings: EncodeSettings;
    readonly outer?: unknown;
    readonly onTaken?: Exchange['onTaken'];
    readonly maxResponseBytes?: number;
  },
): Exchange {
  // V8: all members in one literal. In Node 20, each object that spreads another and adds members to it has a hidden class of
  // its own, which is garbage of the old generation.
  return {
    options,
    maxResponseBytes,
    onTaken,
    outer,
    choice: choiceOf(mediaType, options),
    headers,
    host,
    responseHeaders,
    path,
    operationsPath: `${path}/operations/`,
    namedBy: 'id',
    isMinimal: answer.isMinimal,
    applied: answer.applied,
  };
}

function choiceOf(mediaType: string, { formats }: ResolvedOptions): AnswerChoice {
  const choice = formats.answerIn(mediaType);
  if (choice !== undefined) return choice;
  throw new TypeError(
    `batch.formats has no format that writes ${mediaType}; it writes ${formats.answerTypes.join(', ')}`,
  );
}
