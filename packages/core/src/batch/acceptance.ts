import { firstValue } from '@multistatus/wire';
import { announcedLength, checkAnnounced } from '../decode/announced-length.js';
import { bodyStream } from '../decode/body-stream.js';
import { eachInTime } from '../decode/each-in-time.js';
import { receiveBody } from '../decode/receive-body.js';
import { unbrokenStream } from '../decode/unbroken-stream.js';
import { answerProblem } from '../encode/answer-problem.js';
import type {
  BatchStreamDecoder,
  SentOperation,
  StreamDecodeContext,
} from '../formats/batch-stream-decoder.js';
import { chooseAnswer } from '../formats/choose-answer.js';
import { chooseDecoder } from '../formats/choose-decoder.js';
import type { AnswerChoice } from '../formats/format-index.js';
import { notAcceptable } from '../formats/negotiate.js';
import { isShort, type ReceivedBody } from '../formats/received-body.js';
import type { EnvelopeRequest, EnvelopeResponse } from '../http/envelope.js';
import { isPromise } from '../http/is-promise.js';
import { pathOf } from '../http/path-of.js';
import { parsePrefer } from '../http/prefer.js';
import { checkKeyNotRequired } from '../journal/open-entry.js';
import { decodeLines } from '../lines/decode-lines.js';
import { emptyBatch } from '../lines/empty-batch.js';
import { firstArrived } from '../lines/first-arrived.js';
import { BATCH_WORDS } from '../operation/run-words.js';
import type { Limits } from '../options/resolve-limits.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import { suggestAsync } from '../options/suggest-async.js';
import type { AcceptedBatch } from '../plan/accepted-batch.js';
import { BatchProblem } from '../problem/batch-problem.js';
import { type PointTo, toPointer } from '../problem/issue.js';
import { checkAllowed } from '../run/check-allowed.js';
import { RequestLoad } from '../run/request-load.js';
import { checkDecoded } from '../validate/check-decoded.js';
import { type ValidBatch, validateBatch, validateLongBatch } from '../validate/validate-batch.js';
import type { ArrivingLines } from './answer-lines.js';
import { checkEnvelope } from './check-envelope.js';
import { checkGroups } from './check-groups.js';
import type { Endpoint } from './endpoint.js';
import { canReachMonitors, type LaterPreference, laterPreference } from './later-preference.js';
import { readPreferences } from './read-preferences.js';

/** What is known of the operations of a batch that runs as it arrives. */
const NO_OPERATIONS: ValidBatch = {
  operations: [],
  plan: [],
  execution: undefined,
  onError: undefined,
  stopAfter: undefined,
  applied: undefined,
  pointTo: (index, ...tokens) => ({ pointer: toPointer('requests', index, ...tokens) }),
};

/** Returns the rules for a batch of lines, from those for any batch. Not by a spread: see `joinFields`. */
function lineRulesOf<Rules extends object>(
  rules: Rules,
  { transaction }: Pick<ResolvedOptions, 'transaction'>,
): Rules & { readonly hasTransactions: boolean } {
  return Object.assign({}, rules, { hasTransactions: transaction !== undefined });
}

/** Reads, validates and plans the batch of one request, or refuses it. No operation runs here. */
export class Acceptance {
  readonly #endpoint: Endpoint;
  readonly #request: EnvelopeRequest;
  #choice: AnswerChoice | undefined;
  /** What a format has thrown that was to choose the answer. */
  #failure: { readonly error: unknown } | undefined;
  #applied: readonly string[] = [];
  readonly #later: LaterPreference | undefined;
  readonly #load: RequestLoad;
  #body: ReceivedBody | undefined;
  #arriving: ArrivingLines | undefined;
  #pointTo = NO_OPERATIONS.pointTo;

  constructor(endpoint: Endpoint, request: EnvelopeRequest) {
    const { formats, defaultFormat } = endpoint.options;
    this.#endpoint = endpoint;
    this.#request = request;
    this.#load = new RequestLoad(endpoint.capacity, request.signal);
    this.#later = laterPreference(request, endpoint.options);
    try {
      this.#choice = chooseAnswer(request.headers, formats, defaultFormat);
    } catch (error) {
      this.#failure = { error };
    }
  }

  /**
   * Returns the batch. Once its body has arrived, it counts towards `maxConcurrentRequests`, until its load is released.
   *
   * With `mayStream`, a batch of lines that can run as it arrives is returned without operations as soon as its first line has
   * arrived: see {@link arriving}.
   *
   * @throws {BatchProblem} if the batch is refused. It is `internal` if a format fails, and `onError` is called with why.
   */
  accept(mayStream = false): Promise<AcceptedBatch> {
    return this.#read(mayStream).catch((error: unknown) => this.#fail(error));
  }

  #fail(error: unknown): never {
    if (error instanceof BatchProblem) throw this.#withAdvice(error);
    this.#endpoint.options.onError(error, { request: this.#request.outer });
    const detail = 'The server failed to read the batch; nothing has run';
    throw new BatchProblem('internal', detail, { extensions: { executed: false } });
  }

  async #read(mayStream: boolean): Promise<AcceptedBatch> {
    const { options } = this.#endpoint;
    const { formats, basePath, root } = options;
    const limits = this.#limits();
    const { headers, url, outer, signal } = this.#request;
    const load = this.#load;
    if (this.#failure !== undefined) throw this.#failure.error;
    checkEnvelope(this.#request);
    const { format, decoder } = chooseDecoder(this.#request, formats.batches);
    const path = basePath + pathOf(url);
    const context = { headers, path, root, limits };
    const rules = {
      limits,
      basePath,
      root,
      headers: options.headers,
      envelopeHeaders: headers,
      deniedHeaders: decoder.deniedHeaders,
    };
    let batch = NO_OPERATIONS;
    if (decoder.kind === 'stream' && mayStream && this.#canStream()) {
      checkKeyNotRequired({ options, describedBy: path });
      load.check(0);
      const lines = await this.#firstLine(decoder, context);
      this.#arriving = { lines, rules: lineRulesOf(rules, options) };
    } else {
      load.check(announcedLength(headers, limits.maxBodyBytes));
      const body = await receiveBody(this.#request, limits, (bytes) => load.addBody(bytes));
      load.takePlace();
      if (options.journal !== undefined) this.#body = body;
      if (decoder.kind === 'stream') {
        batch = await decodeLines(body, decoder, { context, limits, rules: lineRulesOf(rules, options) });
      } else {
        const decoding = decoder.decode(body, context);
        const decoded = checkDecoded(format.name, isPromise(decoding) ? await decoding : decoding);
        batch = isShort(body) ? validateBatch(decoded, rules) : await validateLongBatch(decoded, rules);
      }
    }
    const { isStrict, stopAfter, isMinimal, applied } = readPreferences(headers, batch);
    this.#applied = applied;
    this.#pointTo = batch.pointTo;
    const choice = this.#choice;
    if (choice === undefined) throw notAcceptable(formats);
    checkGroups(batch.plan, options);
    const { operations, plan, execution } = batch;
    return {
      batchId: crypto.randomUUID(),
      operations,
      plan,
      isSequential: stopAfter !== undefined || (execution ?? options.execution) === 'sequential',
      stopAfter,
      allowed: isStrict
        ? [...(await checkAllowed(operations, { options, outer, signal, pointTo: batch.pointTo }))]
        : [],
      format: format.name,
      answer: { format: choice.format.name, mediaType: choice.mediaType, isMinimal, applied },
      path,
      host: firstValue(headers['host']),
    };
  }

  /**
   * Checks whether a batch of lines can run as it arrives: its answer is streamed, and nothing has to be known of all operations before
   * the first of them runs.
   */
  #canStream(): boolean {
    const { headers, method } = this.#request;
    return (
      method !== 'QUERY' &&
      this.#choice?.encoder.order === 'completion' &&
      this.#later === undefined &&
      headers['idempotency-key'] === undefined &&
      parsePrefer(firstValue(headers['prefer'])).handling !== 'strict'
    );
  }

  #firstLine(
    decoder: BatchStreamDecoder,
    context: StreamDecodeContext,
  ): Promise<AsyncIterator<SentOperation, void>> {
    checkAnnounced(this.#request.headers, context.limits.maxBodyBytes);
    const arriving = eachInTime(unbrokenStream(bodyStream(this.#request.body)), this.#limits().bodyTimeoutMs);
    const decode = (pieces: AsyncIterable<Uint8Array | string>) => decoder.decode(pieces, context);
    return firstArrived(arriving, { decode, load: this.#load, ifEmpty: emptyBatch });
  }

  #limits(): Limits {
    const { later, options } = this.#endpoint;
    return this.#later === undefined || later === undefined ? options.limits : later.limits;
  }

  /** A batch that is too large to be answered at once may not be so if it is answered later. */
  #withAdvice(error: BatchProblem): BatchProblem {
    const { options } = this.#endpoint;
    if (options.async === undefined || this.#later !== undefined) return error;
    return canReachMonitors(this.#request, options) ? suggestAsync(error, options.async.limits) : error;
  }

  /** How the batch is to be answered later; `undefined` if it is to be answered at once. */
  get later(): LaterPreference | undefined {
    return this.#later;
  }

  /** The body of the batch request; absent without a journal. */
  get body(): ReceivedBody | undefined {
    return this.#body;
  }

  /** Returns where a member of an operation was sent. */
  get pointTo(): PointTo {
    return this.#pointTo;
  }

  /** The lines of a batch that runs as it arrives; `undefined` for any other. */
  get arriving(): ArrivingLines | undefined {
    return this.#arriving;
  }

  /** What the batch holds of the capacity of the endpoint. The caller has to release it. */
  get load(): RequestLoad {
    return this.#load;
  }

  /** Returns the answer to a batch that has failed as a whole. Never rejects. */
  refuse(error: unknown): Promise<EnvelopeResponse> {
    const { formats, onError } = this.#endpoint.options;
    return answerProblem(error, this.#request, {
      choice: this.#choice,
      formats,
      applied: this.#applied,
      onError: (failure) => onError(failure, { request: this.#request.outer }),
      words: BATCH_WORDS,
    });
  }
}
