import { firstValue } from '@multistatus/wire';
import { announcedLength } from '../decode/announced-length.js';
import { chooseAnswer } from '../formats/choose-answer.js';
import { chooseDecoder } from '../formats/choose-decoder.js';
import type { AnswerChoice } from '../formats/format-index.js';
import { notAcceptable } from '../formats/negotiate.js';
import type { EnvelopeResponse } from '../http/envelope.js';
import { parsePrefer } from '../http/prefer.js';
import type { AsyncEndpoint, AttachedAsync, JobRequest } from '../options/async-support.js';
import { isAdaptive } from '../options/resolve-limits.js';
import { suggestAsync } from '../options/suggest-async.js';
import { BatchProblem } from '../problem/batch-problem.js';
import { AdaptiveSlots } from '../run/adaptive-slots.js';
import { Capacity } from '../run/capacity.js';
import { EndpointDrain } from '../run/endpoint-drain.js';
import { holdUntilSent } from '../run/hold-until-sent.js';
import { RequestLoad } from '../run/request-load.js';
import { answerLines } from './answer-lines.js';
import { answerList } from './answer-list.js';
import type { BulkOptions } from './bulk-options.js';
import type { CompileSchema } from './compile-with.js';
import { createBulkAsyncEndpoint } from './create-bulk-async-endpoint.js';
import type { ItemSchema } from './item-schema.js';
import { type BulkRequest, prepareBulk } from './prepare-bulk.js';
import { refuseList } from './refuse-list.js';
import { type BulkLimits, type ResolvedBulkOptions, resolveBulkOptions } from './resolve-bulk-options.js';
import { takeList } from './take-list.js';
import { withErrorContext } from './with-error-context.js';

/** Returns the answer to one request to a bulk endpoint. Never rejects. */
export type BulkHandler<Extra extends object> = (request: BulkRequest<Extra>) => Promise<EnvelopeResponse>;

/** A bulk endpoint. */
export interface BulkEndpoint<Extra extends object> {
  /** Returns the answer to a request. Never rejects. */
  readonly handle: BulkHandler<Extra>;
  /**
   * Refuses further requests with 503, and starts nothing more of those that run. Resolves when `handle` has ended all of them, and
   * everything that had started.
   */
  readonly drain: () => Promise<void>;
  /** What a worker needs of the endpoint; `undefined` without the option `async`. */
  readonly asyncEndpoint: AsyncEndpoint | undefined;
}

/** What all requests of an endpoint share. Created once. */
interface Endpoint<Item, Extra extends object> {
  readonly options: ResolvedBulkOptions<Item, Extra | JobRequest>;
  readonly capacity: Capacity;
  readonly drain: EndpointDrain;
  /** The slots that its requests share; absent if `limits.concurrency` is a number. */
  readonly slots: AdaptiveSlots | undefined;
  /** Takes lists that are answered later; absent without the option `async`. */
  readonly later?: { readonly attached: AttachedAsync; readonly limits: BulkLimits } | undefined;
}

/**
 * Creates a bulk endpoint. It does not depend on a web framework.
 *
 * `compileSchema` compiles a JSON Schema in the option `item`, unless the option `ajv` does; `@multistatus/node` has one.
 *
 * @throws {TypeError} for an unknown option, a value of the wrong kind, options that exclude each other, or a JSON Schema
 * that nothing compiles. Errors of Ajv pass through if a schema does not compile.
 * @throws {RangeError} for a limit out of its range.
 */
export function createBulkEndpoint<Item, Extra extends object, Tx, Principal = never>(
  bulkOptions: BulkOptions<Item, Extra, ItemSchema<Item>, Tx, Principal>,
  compileSchema?: CompileSchema,
): BulkEndpoint<Extra> {
  const options = resolveBulkOptions(
    bulkOptions as unknown as BulkOptions<Item, Extra | JobRequest>,
    compileSchema,
  );
  const { limits, laterLimits, shared } = options;
  const { async, journal } = shared;
  const capacity = new Capacity(limits);
  const slots = isAdaptive(bulkOptions.limits) ? new AdaptiveSlots() : undefined;
  /** What the framework adds, by request, for errors that occur while a list is taken. */
  const extras = new WeakMap<object, Extra>();
  const asyncEndpoint =
    async === undefined || journal === undefined
      ? undefined
      : createBulkAsyncEndpoint(options, {
          support: async,
          journal,
          slots,
          extraOf: (request) => extras.get(request),
        });
  const later =
    asyncEndpoint === undefined || laterLimits === undefined
      ? undefined
      : { attached: asyncEndpoint.support.attach(asyncEndpoint), limits: laterLimits };
  const endpoint: Endpoint<Item, Extra> = {
    options,
    capacity,
    drain: new EndpointDrain(capacity),
    slots,
    later,
  };
  return {
    handle: (request) => {
      const { outer } = request.envelope;
      if (later !== undefined && typeof outer === 'object' && outer !== null)
        extras.set(outer, request.extra);
      return handleList(endpoint, request);
    },
    drain: () => endpoint.drain.drain(),
    asyncEndpoint,
  };
}

/**
 * Creates a bulk endpoint and returns its `handle`, which is all that most adapters need.
 *
 * The parameters and errors are those of {@link createBulkEndpoint}.
 */
export function createBulkHandler<Item, Extra extends object, Tx, Principal = never>(
  bulkOptions: BulkOptions<Item, Extra, ItemSchema<Item>, Tx, Principal>,
  compileSchema?: CompileSchema,
): BulkHandler<Extra> {
  return createBulkEndpoint(bulkOptions, compileSchema).handle;
}

async function handleList<Item, Extra extends object>(
  { options: own, capacity, drain, slots, later }: Endpoint<Item, Extra>,
  request: BulkRequest<Extra>,
): Promise<EnvelopeResponse> {
  const { envelope, extra } = request;
  const { headers } = envelope;
  const options = withErrorContext(own, extra);
  const { formats, defaultFormat } = options.shared;
  const load = new RequestLoad(capacity, envelope.signal);
  const { sendTimeoutMs } = options.limits;
  const { respondAsync, wait = 0 } =
    later === undefined ? AT_ONCE : parsePrefer(firstValue(headers['prefer']));
  const taker = respondAsync ? later : undefined;
  let choice: AnswerChoice | undefined;
  try {
    drain.check();
    choice = chooseAnswer(headers, formats, defaultFormat);
    const { decoder } = chooseDecoder(envelope, formats.items);
    const { maxBodyBytes } = (taker ?? options).limits;
    load.check(decoder.kind === 'stream' ? 0 : announcedLength(headers, maxBodyBytes));
    if (choice === undefined) throw notAcceptable(formats);
    const bulk = prepareBulk(request, options, { choice, decoder, load, drain, slots });
    if (taker !== undefined) {
      return { sendTimeoutMs, ...(await takeList(bulk, decoder, { ...taker, waitSeconds: wait })) };
    }
    const answer =
      decoder.kind === 'stream' && !options.needsWholeList
        ? await answerLines(bulk, decoder)
        : await answerList(bulk, decoder);
    return holdUntilSent(answer, envelope, { load, sendTimeoutMs });
  } catch (error) {
    load.release();
    const { async } = options.shared;
    const refusal =
      async !== undefined && taker === undefined && error instanceof BatchProblem
        ? suggestAsync(error, async.limits)
        : error;
    return refuseList(refusal, envelope, { options, choice });
  }
}

const AT_ONCE = { respondAsync: false, wait: 0 };
