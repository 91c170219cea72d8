import { firstValue } from '@multistatus/wire';
import { decodeJson, receiveBody } from '../decode/decode-envelope.js';
import { type AnswerContext, answerOutcomes, answerStream } from '../encode/answer-outcomes.js';
import { answerProblem } from '../encode/answer-problem.js';
import { OutcomeStream } from '../encode/stream-outcomes.js';
import { checkMediaType } from '../formats/check-media-type.js';
import { BATCH_MEDIA_TYPES, formatOf } from '../formats/formats.js';
import { negotiate, notAcceptable } from '../formats/negotiate.js';
import type { EnvelopeRequest, EnvelopeResponse } from '../http/envelope.js';
import { pathOf } from '../http/path-of.js';
import { parsePrefer } from '../http/prefer.js';
import type { Dispatch } from '../operation/dispatch.js';
import type { Outcome } from '../operation/outcome.js';
import type { BatchOptions } from '../options/batch-options.js';
import { type ResolvedOptions, resolveOptions } from '../options/resolve-options.js';
import { BatchProblem } from '../problem/batch-problem.js';
import { Capacity } from '../run/capacity.js';
import { checkAllowed } from '../run/check-allowed.js';
import { inheritHeaders } from '../run/inherit-headers.js';
import { notifyOutcome } from '../run/notify-outcome.js';
import { run } from '../run/run-plan.js';
import { traceBatch } from '../run/trace.js';
import { type ValidBatch, validateBatch } from '../validate/validate-batch.js';
import { ALLOWED_METHODS, describeEndpoint, isDescriptive } from './describe-endpoint.js';

/** Returns the answer to the request of one batch; `dispatch` runs each of its operations. Never rejects. */
export type BatchHandler = (request: EnvelopeRequest, dispatch: Dispatch) => Promise<EnvelopeResponse>;

const NO_INDEXES: ReadonlySet<number> = new Set();

/** How a batch is run and answered, by its body and its Prefer header. */
interface Settings {
  readonly isStrict: boolean;
  readonly stopsOnError: boolean;
  readonly isMinimal: boolean;
  /** The honoured preferences, for Preference-Applied (RFC 7240 section 3). */
  readonly applied: readonly string[];
}

/**
 * Creates the handler of a batch endpoint. It does not depend on a web framework.
 *
 * `adapterOptions` names the options that the adapter reads itself: they are accepted here and not used.
 *
 * @throws {TypeError} for an unknown option or a value of the wrong kind.
 * @throws {RangeError} for a limit that is not an integer in its range.
 */
export function createBatchHandler<Outer = unknown>(
  batchOptions: BatchOptions<Outer> = {},
  adapterOptions: readonly string[] = [],
): BatchHandler {
  const options = resolveOptions(batchOptions as BatchOptions, adapterOptions);
  const { limits, onError } = options;
  const capacity = new Capacity(limits.maxConcurrentRequests);

  return async (request, dispatch) => {
    const mediaType = negotiate(firstValue(request.headers['accept']), options.defaultFormat);
    let applied: readonly string[] = [];
    let release = (): void => undefined;
    try {
      if (isDescriptive(request.method)) return describeEndpoint(options);
      checkRequest(request);
      checkMediaType(request, BATCH_MEDIA_TYPES);
      capacity.check();
      const body = await receiveBody(request, limits);
      release = capacity.take(request.signal);
      const batch = validateBatch(decodeJson(body, request, limits), options);
      const settings = readSettings(request, batch);
      applied = settings.applied;
      if (mediaType === undefined) throw notAcceptable();
      checkGroups(batch, options);
      const operationsPath = `${options.basePath}${pathOf(request.url)}/operations/`;
      const context = {
        request,
        dispatch,
        mediaType,
        options,
        operationsPath,
        namedBy: 'id' as const,
        ...settings,
      };
      return await runAndAnswer(batch, context, release);
    } catch (error) {
      release();
      if (!(error instanceof BatchProblem)) onError(error);
      return answerProblem(error, request, { mediaType, applied });
    }
  };
}

function checkRequest({ method, isOperation, headers }: EnvelopeRequest): void {
  if (method !== 'POST') {
    throw new BatchProblem('method-not-allowed', 'Send a batch by POST; GET returns the limits and formats', {
      headers: { allow: ALLOWED_METHODS },
    });
  }
  if (isOperation) {
    throw new BatchProblem('nested-batch', 'Put the operations of the inner batch into the outer batch');
  }
  const condition = ['if-match', 'if-none-match', 'if-unmodified-since'].find(
    (name) => headers[name] !== undefined,
  );
  if (condition !== undefined) {
    throw new BatchProblem(
      'conditional-batch',
      `The batch has the header ${condition}; send it with the operation that it applies to`,
    );
  }
}

/** The body of the batch takes precedence over its Prefer header, and the header over the options of the server. */
function readSettings({ headers }: EnvelopeRequest, batch: ValidBatch): Settings {
  const preferences = parsePrefer(firstValue(headers['prefer']));
  const prefersStop = batch.onError === undefined && preferences.continueOnError === false;
  const isStrict = preferences.handling === 'strict';
  const isMinimal = preferences.return === 'minimal';
  const applied = [
    ...(isStrict ? ['handling=strict'] : []),
    ...(prefersStop ? ['continue-on-error=false'] : []),
    ...(isMinimal ? ['return=minimal'] : []),
  ];
  return { isStrict, stopsOnError: prefersStop || batch.onError === 'stop', isMinimal, applied };
}

function checkGroups({ plan }: ValidBatch, { transaction }: ResolvedOptions): void {
  if (transaction !== undefined || !plan.some(({ isGroup }) => isGroup)) return;
  throw new BatchProblem(
    'transactions-not-supported',
    'This server does not support atomicity groups; send the operations without atomicityGroup',
  );
}

interface BatchContext extends AnswerContext, Settings {
  readonly options: ResolvedOptions;
  readonly dispatch: Dispatch;
}

/**
 * Returns the answer once all operations have settled, or at once if the answer is a stream. Calls `release` when all
 * have settled; if this rejects, the caller has to.
 */
async function runAndAnswer(
  batch: ValidBatch,
  context: BatchContext,
  release: () => void,
): Promise<EnvelopeResponse> {
  const { request, options, isStrict, mediaType } = context;
  const allowed = isStrict
    ? await checkAllowed(batch.operations, { options, outer: request.outer, signal: request.signal })
    : NO_INDEXES;
  if (formatOf(mediaType) !== 'ndjson') {
    const outcomes = await runBatch(batch, context, { allowed, stream: undefined });
    release();
    return answerOutcomes(outcomes, context);
  }
  const stream = new OutcomeStream();
  const endStream = (): void => {
    stream.end();
    release();
  };
  runBatch(batch, context, { allowed, stream }).then(endStream, (error: unknown) => {
    options.onError(error);
    endStream();
  });
  return answerStream(stream, context);
}

function runBatch(
  { plan, operations, execution }: ValidBatch,
  { request, dispatch, options, stopsOnError }: BatchContext,
  { allowed, stream }: { readonly allowed: ReadonlySet<number>; readonly stream: OutcomeStream | undefined },
): Promise<Outcome[]> {
  const { outer, headers, signal } = request;
  const batchId = crypto.randomUUID();
  const trace = { batchId, request: outer, operations: operations.length };
  return traceBatch(trace, () =>
    run(plan, operations, {
      batchId,
      dispatch,
      options,
      outer,
      host: firstValue(headers['host']),
      headersOf: inheritHeaders(headers, options.headers.inherit),
      allowed,
      isSequential: stopsOnError || (execution ?? options.execution) === 'sequential',
      stopsOnError,
      signal,
      onOutcome: (outcome) => {
        stream?.add(outcome);
        const losesCookies = stream !== undefined && options.cookies === 'lift';
        notifyOutcome(outcome, { options, outer, losesCookies });
      },
    }),
  );
}
