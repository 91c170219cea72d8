import { AsyncLocalStorage } from 'node:async_hooks';
import { type OperationOutcome, respond } from '@multistatus/core';
import {
  type BatchEndpoint,
  type BulkHandler,
  createBatchEndpoint,
  createBulkHandler,
  type EnvelopeRequest,
  type EnvelopeResponse,
  type OperationAnswer,
  type OperationRequest,
} from '@multistatus/core/adapter';
import { createJournal, type StoreJournal } from '@multistatus/journal';
import type { Exchange, ReceivedAnswer } from './exchange.js';
import { handleUnit } from './handle-unit.js';
import { ObservedStore } from './observed-store.js';
import { bodyOf } from './plan.js';
import { requestBody } from './request-body.js';
import { BATCH_TIMEOUT_MS, LEASE_MS, OPERATION_TIMEOUT_MS, STORE_TIMEOUT_MS } from './settings.js';
import { type ArrivedAnswer, type ConnectionLoss, SimulatedProcess } from './simulated-process.js';
import { type AppTransaction, createTransaction } from './tx-database.js';
import type { World } from './world.js';

interface Outer {
  readonly principal: string;
  readonly exchange: Exchange;
}
interface Item {
  readonly id: string;
}

/** One for all worlds: each one costs time at every promise. */
const exchanges = new AsyncLocalStorage<Exchange>();

/** One process of the server: it has its own journal and endpoints, and shares the store with the others. */
export class ServerProcess extends SimulatedProcess {
  readonly journal: StoreJournal<Outer>;
  readonly #world: World;
  readonly #batch: Readonly<Record<string, BatchEndpoint>>;
  readonly #bulk: Readonly<Record<string, BulkHandler<{ readonly outer: Outer }>>>;

  constructor(world: World, name: string) {
    super(world, name);
    const { time, coverage } = world;
    this.#world = world;
    time.current = this;
    this.journal = createJournal<Outer>({
      store: new ObservedStore(world, this),
      identify: ({ principal }) => principal,
      leaseMs: LEASE_MS,
      storeTimeoutMs: STORE_TIMEOUT_MS,
      retentionMs: world.retentionMs,
      sweepIntervalMs: 2_000,
      onError: () => coverage.count('error of sweep'),
    });
    const shared = {
      journal: this.journal,
      transaction: createTransaction(world, this, world.isShared),
      onError: () => coverage.count('error reported'),
      limits: { batchTimeoutMs: BATCH_TIMEOUT_MS, operationTimeoutMs: OPERATION_TIMEOUT_MS, concurrency: 3 },
      onOutcome: ({ index, executed }: OperationOutcome, { exchange }: Outer) => {
        const wasPaused = this.pausedUntil > time.now - STORE_TIMEOUT_MS;
        const checkedAfter = (wasPaused ? this.pausedFrom : time.now) - STORE_TIMEOUT_MS - 20;
        exchange.reports.set(index, { executed, checkedAfter });
      },
    };
    this.#batch = {
      batch: createBatchEndpoint<Outer>(shared),
      'exact batch': createBatchEndpoint<Outer>({ ...shared, idempotency: { everyOperation: true } }),
    };
    const bulk = (isExact: boolean) =>
      createBulkHandler<Item, { readonly outer: Outer }, AppTransaction>({
        journal: this.journal,
        idempotency: { everyOperation: isExact },
        ...(isExact ? { transaction: shared.transaction } : {}),
        onError: () => {},
        onOutcome: (outcome, outer) => shared.onOutcome(outcome, outer as Outer),
        limits: { concurrency: 3, itemTimeoutMs: OPERATION_TIMEOUT_MS, bulkTimeoutMs: BATCH_TIMEOUT_MS },
        item: {
          '~standard': { version: 1, vendor: 'world', validate: (value) => ({ value: value as Item }) },
        },
        handle: async (_item, { outer: { exchange }, index, transaction }) => {
          return respond(await handleUnit(this.#world, this, { ...exchange.call, index, transaction }));
        },
      });
    this.#bulk = { list: bulk(false), 'exact list': bulk(true), lines: bulk(false) };
    time.current = undefined;
  }

  /** The request whose code runs now. */
  get currentExchange(): Exchange | undefined {
    return exchanges.getStore();
  }

  /** Handles a request, and calls `onEnd` when its answer has left, or its connection has broken. */
  receive(
    exchange: Exchange,
    how: ConnectionLoss,
    onEnd: (answer: ReceivedAnswer | undefined) => void,
  ): void {
    const { connection, plan } = exchange;
    const handle = (): Promise<EnvelopeResponse> =>
      exchanges.run(exchange, () => this.#handle(exchange, how));
    this.serve({ connection, how, handle }, (answer) => {
      onEnd(answer && toReceived(answer, this.#world.time.now));
    });
    if (!this.isCrashed && how !== 'before')
      this.#world.note(`${this.name} gets ${plan.scope} (${plan.endpoint}), connection breaks: ${how}`);
  }

  #handle(exchange: Exchange, how: ConnectionLoss): Promise<EnvelopeResponse> {
    const { plan, variant, connection } = exchange;
    const outer: Outer = { principal: plan.principal, exchange };
    const isLines = plan.endpoint === 'lines';
    const cutAfter = how === 'while it is sent' ? this.#world.random.integer(0, 4) : Number.POSITIVE_INFINITY;
    const stream = requestBody(this.#world, this, {
      text: bodyOf(plan, variant),
      cutAfter,
      onCut: () => connection.close(),
    });
    const envelope: EnvelopeRequest = {
      method: 'POST',
      url: `/${plan.endpoint.replace(' ', '-')}`,
      headers: {
        host: 'world.example',
        'content-type': isLines ? 'application/x-ndjson' : 'application/json',
        accept: plan.isStreamed ? 'application/x-ndjson' : 'application/json',
        'idempotency-key': `"${plan.key}"`,
        ...(plan.stopsAtFailure ? { prefer: 'continue-on-error=false' } : {}),
      },
      body: { kind: 'stream', stream },
      responseHeaders: {},
      isOperation: false,
      outer,
      signal: connection,
    };
    const batch = this.#batch[plan.endpoint];
    if (batch !== undefined) return batch.handle(envelope, (request) => this.#dispatch(exchange, request));
    const bulk = this.#bulk[plan.endpoint] as BulkHandler<{ readonly outer: Outer }>;
    return bulk({ envelope, extra: { outer }, message: envelope });
  }

  async #dispatch(exchange: Exchange, { context }: OperationRequest): Promise<OperationAnswer> {
    const { index } = context;
    const transaction = context.transaction as AppTransaction | undefined;
    const { status, body } = await handleUnit(this.#world, this, { ...exchange.call, index, transaction });
    const headers = { 'content-type': 'application/json' };
    return { status, headers, body: Buffer.from(JSON.stringify(body)), isBodyTooLarge: false };
  }
}

function toReceived({ response: { status, headers }, body }: ArrivedAnswer, at: number): ReceivedAnswer {
  const retryAfterMs = Number(headers['retry-after'] ?? 1) * 1_000;
  return { at, status, isReplay: headers['idempotency-replayed'] === 'true', retryAfterMs, body };
}
