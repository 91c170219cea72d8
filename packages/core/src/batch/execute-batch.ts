import { firstValue } from '@multistatus/wire';
import type { ClientSignal } from '../http/client-signal.js';
import type { EnvelopeHeaders } from '../http/envelope.js';
import type { OperationJournal } from '../journal/operation-journal.js';
import type { Dispatch } from '../operation/dispatch.js';
import type { Outcome } from '../operation/outcome.js';
import { BATCH_WORDS } from '../operation/run-words.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import type { AcceptedBatch } from '../plan/accepted-batch.js';
import { inheritHeaders } from '../run/inherit-headers.js';
import { notifyOutcome } from '../run/notify-outcome.js';
import { operationKeys } from '../run/operation-keys.js';
import type { RequestLoad } from '../run/request-load.js';
import { run } from '../run/run-plan.js';
import { traceBatch } from '../run/trace.js';
import type { Endpoint } from './endpoint.js';
import { formatNamed } from './format-named.js';

const NONE_ALLOWED: ReadonlySet<number> = new Set();

/** What the execution of a batch is connected to. Everything is optional: a batch can run without its request. */
export interface ExecuteHooks {
  /** The headers of the batch request; operations inherit those that identify its client. @defaultValue none */
  readonly headers?: EnvelopeHeaders | undefined;
  /** The request object of the framework, which is passed to `allow` and `onOutcome`. */
  readonly outer?: unknown;
  /** Aborts what runs and starts nothing more, as when the client has disconnected. */
  readonly abort?: ClientSignal | undefined;
  /**
   * Starts nothing more. Operations and atomicity groups that have started run to their end; an operation that the option
   * `allow` has not decided about has not started.
   */
  readonly drain?: ClientSignal | undefined;
  /** Called with every outcome as soon as it is final. The option `onError` is called with what it throws. */
  readonly onOutcome?: ((outcome: Outcome) => void) | undefined;
}

/** What an accepted batch runs in. */
interface ExecuteContext {
  readonly endpoint: Pick<Endpoint, 'options' | 'leave' | 'slots'>;
  readonly hooks: ExecuteHooks;
  readonly load?: RequestLoad | undefined;
  /** Keeps the outcomes. Those of an earlier attempt are passed to the hook `onOutcome`, but not to the option. */
  readonly journal?: OperationJournal | undefined;
  /** Runs its operations. @defaultValue `run` */
  readonly runWith?: typeof run | undefined;
  /** See `OperationInfo`. */
  readonly principal?: unknown;
  /** When the request was accepted, as in `TimingSettings`. */
  readonly acceptedAt?: number | undefined;
}

/**
 * Runs an accepted batch. Resolves with exactly one outcome for each operation, in request order. A failure of an
 * operation is an outcome, not a rejection.
 *
 * @throws {TypeError} if the batch is in a format that is not among `formats`.
 */
export function executeBatch(
  accepted: AcceptedBatch,
  dispatch: Dispatch,
  context: ExecuteContext,
): Promise<Outcome[]> {
  const key = firstValue(context.hooks.headers?.['idempotency-key']);
  return key === undefined
    ? runBatch(accepted, dispatch, context)
    : operationKeys(accepted.operations, key).then((keys) =>
        runBatch(accepted, dispatch, { ...context, keys }),
      );
}

function runBatch(
  accepted: AcceptedBatch,
  dispatch: Dispatch,
  {
    endpoint: { options, leave, slots },
    hooks,
    load,
    journal,
    runWith = run,
    principal,
    acceptedAt,
    keys,
  }: ExecuteContext & { readonly keys?: ReadonlyMap<number, string> },
): Promise<Outcome[]> {
  const { batchId, operations, plan, host, answer } = accepted;
  const { outer, headers = {}, abort, drain, onOutcome } = hooks;
  const { batch, batchStream } = formatNamed(accepted.format, options);
  const encoder = formatNamed(answer.format, options).answer;
  const losesCookies = encoder?.order === 'completion' && options.cookies === 'lift';
  const trace = { batchId, request: outer, operations: operations.length };
  const report = (outcome: Outcome, isNew = true): void => {
    try {
      onOutcome?.(outcome);
    } catch (error) {
      options.onError(error, { operation: outcome.operation, request: outer });
    }
    if (isNew) notifyOutcome(outcome, { options, outer, losesCookies });
  };
  return traceBatch(trace, () => {
    const running = runWith(plan, operations, {
      batchId,
      trace,
      dispatch,
      words: BATCH_WORDS,
      leave,
      options: withSuccessOf(options, (batch ?? batchStream)?.isSuccess),
      outer,
      host,
      nestedType: encoder?.nestedType,
      principal,
      headersOf: inheritHeaders(headers, options.headers.inherit, keys),
      allowed: accepted.allowed.length === 0 ? NONE_ALLOWED : new Set(accepted.allowed),
      isSequential: accepted.isSequential,
      slots,
      stopAfter: accepted.stopAfter,
      abort,
      drain,
      load,
      journal,
      timing: options.timings ? { acceptedAt } : undefined,
      onOutcome: journal === undefined ? report : (outcome) => journal.keep(outcome, report),
    });
    return journal === undefined ? running : running.then((outcomes) => journal.finish(outcomes));
  });
}

/** Returns options whose `isSuccess` asks the endpoint, and if the endpoint returns `undefined`, the format. */
function withSuccessOf(options: ResolvedOptions, ofFormat: ResolvedOptions['isSuccess']): ResolvedOptions {
  const { isSuccess: ofEndpoint } = options;
  if (ofFormat === undefined) return options;
  if (ofEndpoint === undefined) return { ...options, isSuccess: ofFormat };
  return {
    ...options,
    isSuccess: (operation, answer) => ofEndpoint(operation, answer) ?? ofFormat(operation, answer),
  };
}
