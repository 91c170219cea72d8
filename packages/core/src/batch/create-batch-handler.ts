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

/** Answers one envelope; `dispatch` runs each of its operations. Never rejects. */
export type BatchHandler = (request: EnvelopeRequest, dispatch: Dispatch) => Promise<EnvelopeResponse>;

const NO_INDEXES: ReadonlySet<number> = new Set();

/** What a batch asks for by its Prefer header, and what of it counts. */
interface Settings {
  readonly isStrict: boolean;
  readonly stopsOnError: boolean;
  readonly isMinimal: boolean;
  /** For Preference-Applied. */
  readonly applied: readonly string[];
}

/**
 * Makes the handler of a batch endpoint, without anything of a framework.
 *
 * `adapterOptions` names the options that the adapter reads by itself.
 *
 * @throws {TypeError} for an unknown option or a value of the wrong kind.
 * @throws {RangeError} for a limit that is no integer in its range.
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
    throw new BatchProblem('method-not-allowed', 'Send a batch by POST; GET tells what it may hold', {
      headers: { allow: ALLOWED_METHODS },
    });
  }
  if (isOperation) {
    throw new BatchProblem('nested-batch', 'Put the operations of the inner batch into the outer one');
  }
  const condition = ['if-match', 'if-none-match', 'if-unmodified-since'].find(
    (name) => headers[name] !== undefined,
  );
  if (condition !== undefined) {
    throw new BatchProblem(
      'conditional-batch',
      `The batch carries ${condition}; give it to the operation that it is about`,
    );
  }
}

/** What the body of the batch says wins over the header, and the header over the server's options. */
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
    'This server cannot run operations all or nothing; send them without atomicityGroup',
  );
}

/** What a batch is run and answered by. */
interface BatchContext extends AnswerContext, Settings {
  readonly options: ResolvedOptions;
  readonly dispatch: Dispatch;
}

/** Answers when all has run; or at once, if the answer is a stream. Calls `release` when all has run. */
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
  const end = (): void => {
    stream.end();
    release();
  };
  runBatch(batch, context, { allowed, stream }).then(end, (error: unknown) => {
    options.onError(error);
    end();
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
