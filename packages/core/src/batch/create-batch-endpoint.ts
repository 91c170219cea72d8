import type { EnvelopeRequest, EnvelopeResponse } from '../http/envelope.js';
import type { Dispatch } from '../operation/dispatch.js';
import type { Outcome } from '../operation/outcome.js';
import type { AsyncEndpoint } from '../options/async-support.js';
import type { BatchOptions } from '../options/batch-options.js';
import { rejectUnknownOptions } from '../options/reject-unknown-options.js';
import { limitsOfAsync } from '../options/resolve-async.js';
import { isAdaptive } from '../options/resolve-limits.js';
import { resolveOptions } from '../options/resolve-options.js';
import type { AcceptedBatch } from '../plan/accepted-batch.js';
import { AdaptiveSlots } from '../run/adaptive-slots.js';
import { captureContext } from '../run/async-context.js';
import { Capacity } from '../run/capacity.js';
import { EndpointDrain } from '../run/endpoint-drain.js';
import { Acceptance } from './acceptance.js';
import { checkQuery } from './check-query.js';
import { createAsyncEndpoint } from './create-async-endpoint.js';
import { type EncodeSettings, encodeBatch } from './encode-batch.js';
import type { Endpoint } from './endpoint.js';
import { type ExecuteHooks, executeBatch } from './execute-batch.js';
import { handleBatch } from './handle-batch.js';

const HOOK_NAMES: readonly (keyof ExecuteHooks)[] = ['headers', 'outer', 'abort', 'drain', 'onOutcome'];
const SETTING_NAMES: readonly (keyof EncodeSettings)[] = ['mediaType', 'headers', 'responseHeaders'];

/** A batch endpoint: `handle` does everything for one request; the other functions are its steps. */
export interface BatchEndpoint {
  /** Returns the answer to a request: accepts, executes and encodes it. Never rejects. */
  readonly handle: BatchHandler;
  /**
   * Reads, validates and plans a batch. No operation runs.
   *
   * @throws {BatchProblem} if the batch is refused; `refuse` returns the answer to it.
   */
  readonly accept: (request: EnvelopeRequest) => Promise<AcceptedBatch>;
  /**
   * Runs an accepted batch. Resolves with one outcome for each operation, in request order. Does not need the batch
   * request.
   *
   * @throws {TypeError} for an unknown hook, or if the batch is in a format that is not among `formats`.
   */
  readonly execute: (accepted: AcceptedBatch, dispatch: Dispatch, hooks?: ExecuteHooks) => Promise<Outcome[]>;
  /**
   * Returns the answer with these outcomes. Can be called later, in another process, and more than once.
   *
   * @throws {TypeError} for an unknown setting, or if no format of the endpoint writes the media type.
   */
  readonly encode: (
    outcomes: readonly Outcome[] | AsyncIterable<Outcome>,
    accepted: AcceptedBatch,
    settings?: EncodeSettings,
  ) => Promise<EnvelopeResponse>;
  /** Returns the answer to a request that `accept` has refused with this error. Never rejects. */
  readonly refuse: (error: unknown, request: EnvelopeRequest) => Promise<EnvelopeResponse>;
  /**
   * Returns the answer to a request for a monitor. `path` is what follows the path of the endpoint: `/monitors`, or
   * `/monitors/<id>`. Never rejects. `undefined` if there are no monitors below the endpoint.
   */
  readonly answerMonitor: ((request: EnvelopeRequest, path: string) => Promise<EnvelopeResponse>) | undefined;
  /**
   * Refuses further batches with 503, and starts nothing more of those that run. Resolves when all of them have been answered.
   * Descriptions and monitors are still answered.
   */
  readonly drain: () => Promise<void>;
  /** What a worker needs of the endpoint; `undefined` without the option `async`. */
  readonly asyncEndpoint: AsyncEndpoint | undefined;
}

/** Returns the answer to the request of one batch; `dispatch` runs each of its operations. Never rejects. */
export type BatchHandler = (request: EnvelopeRequest, dispatch: Dispatch) => Promise<EnvelopeResponse>;

/**
 * Creates a batch endpoint. It does not depend on a web framework.
 *
 * `adapterOptions` names the options that the adapter reads itself: they are accepted here and not used.
 *
 * @throws {TypeError} for an unknown option or a value of the wrong kind.
 * @throws {RangeError} for a limit that is not an integer in its range.
 */
export function createBatchEndpoint<Outer = unknown, Principal = never>(
  batchOptions: BatchOptions<Outer, Principal> = {},
  adapterOptions: readonly string[] = [],
): BatchEndpoint {
  const options = resolveOptions(batchOptions as unknown as BatchOptions, adapterOptions);
  const { async, journal, limits } = options;
  const { sendTimeoutMs } = limits;
  const capacity = new Capacity(limits);
  const base = {
    options,
    capacity,
    drain: new EndpointDrain(capacity),
    leave: captureContext(),
    slots: isAdaptive(batchOptions.limits) ? new AdaptiveSlots() : undefined,
  };
  const refuse: BatchEndpoint['refuse'] = async (error, request) => ({
    ...(await new Acceptance(base, request).refuse(error)),
    sendTimeoutMs,
  });
  const asyncEndpoint =
    async === undefined || journal === undefined
      ? undefined
      : createAsyncEndpoint(base, { support: async, journal }, refuse);
  const later =
    asyncEndpoint === undefined
      ? undefined
      : {
          attached: asyncEndpoint.support.attach(asyncEndpoint),
          limits: limitsOfAsync(limits, asyncEndpoint.support.limits),
        };
  const endpoint: Endpoint = { ...base, later };
  return {
    handle: (request, dispatch) => handleBatch(endpoint, request, dispatch),
    accept: async (request) => {
      const acceptance = new Acceptance(endpoint, request);
      const accepted = await acceptance.accept().finally(() => acceptance.load.release());
      checkQuery(request.method, accepted.operations, acceptance.pointTo);
      return accepted;
    },
    execute: async (accepted, dispatch, hooks = {}) => {
      rejectUnknownOptions('execute', hooks, { known: HOOK_NAMES });
      return executeBatch(accepted, dispatch, { endpoint, hooks });
    },
    encode: async (outcomes, accepted, settings = {}) => {
      rejectUnknownOptions('encode', settings, { known: SETTING_NAMES });
      const answer = await encodeBatch(outcomes, accepted, { options, settings });
      return { ...answer, sendTimeoutMs };
    },
    refuse,
    answerMonitor:
      later === undefined || async?.monitors !== undefined
        ? undefined
        : async (request, path) => ({
            sendTimeoutMs,
            ...(await later.attached.answerMonitor(request, path)),
          }),
    drain: () => endpoint.drain.drain(),
    asyncEndpoint,
  };
}

/**
 * Creates a batch endpoint and returns its `handle`, which is all that most adapters need.
 *
 * The parameters and errors are those of {@link createBatchEndpoint}.
 */
export function createBatchHandler<Outer = unknown, Principal = never>(
  batchOptions: BatchOptions<Outer, Principal> = {},
  adapterOptions: readonly string[] = [],
): BatchHandler {
  return createBatchEndpoint(batchOptions, adapterOptions).handle;
}
