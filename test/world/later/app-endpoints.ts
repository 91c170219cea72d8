import { respondAsync } from '@multistatus/async';
import { respond } from '@multistatus/core';
import {
  type AsyncEndpoint,
  createBatchEndpoint,
  createBulkEndpoint,
  type Dispatch,
  type EnvelopeRequest,
  type EnvelopeResponse,
  type JobRequest,
} from '@multistatus/core/adapter';
import type { StoreJournal } from '@multistatus/journal';
import type { KeyPlan } from '../plan.js';
import { BATCH_TIMEOUT_MS, OPERATION_TIMEOUT_MS } from '../settings.js';
import { type AppTransaction, createTransaction } from '../tx-database.js';
import type { AppProcess } from './app-process.js';
import { FaultyQueue } from './faulty-queue.js';
import type { LaterWorld } from './later-world.js';
import { type Captured, runUnit } from './run-unit.js';

/** What the framework knows of a request. */
export interface Outer {
  readonly principal: string;
  readonly captured: Captured;
}

/** An endpoint of the app. */
export interface AppEndpoint {
  readonly handle: (envelope: EnvelopeRequest) => Promise<EnvelopeResponse>;
  readonly drain: () => Promise<void>;
  readonly asyncEndpoint: AsyncEndpoint;
}

interface Item {
  readonly id: string;
}
interface Extra {
  readonly outer: Outer;
}

/** Nothing is dispatched at once: every request is answered later. */
const noDispatch: Dispatch = () => Promise.reject(new Error('An operation runs in a web process'));

/** Creates the endpoints of one process. */
export function createAppEndpoints(
  world: LaterWorld,
  process: AppProcess,
  journal: StoreJournal<Outer>,
): ReadonlyMap<KeyPlan['endpoint'], AppEndpoint> {
  const { jobSize, cancelGraceMs, maxRunMs, coverage } = world;
  const transaction = createTransaction(world, process, world.isShared);
  const queue = new FaultyQueue(world, process);
  const shared = (name: string) => ({
    journal,
    onError: () => coverage.count('error reported'),
    async: respondAsync<Outer, Captured>({
      queue,
      name,
      monitors: '/monitors',
      capture: ({ captured }) => captured,
      limits: { jobSize, cancelGraceMs, maxRunMs, maxBatchesPerClient: 100 },
    }),
  });
  const batch = (everyOperation: boolean): AppEndpoint => {
    const name = everyOperation ? 'exact-batch' : 'batch';
    const endpoint = createBatchEndpoint<Outer, Captured>({
      ...shared(name),
      transaction,
      idempotency: { everyOperation },
      limits: { batchTimeoutMs: BATCH_TIMEOUT_MS, operationTimeoutMs: OPERATION_TIMEOUT_MS, concurrency: 3 },
    });
    return {
      handle: (envelope) => endpoint.handle(envelope, noDispatch),
      drain: endpoint.drain,
      asyncEndpoint: endpoint.asyncEndpoint as AsyncEndpoint,
    };
  };
  const bulk = (name: string, everyOperation = false): AppEndpoint => {
    const endpoint = createBulkEndpoint<Item, Extra, AppTransaction, Captured>({
      ...shared(name),
      idempotency: { everyOperation },
      ...(everyOperation ? { transaction } : {}),
      limits: { concurrency: 3, itemTimeoutMs: OPERATION_TIMEOUT_MS, bulkTimeoutMs: BATCH_TIMEOUT_MS },
      item: {
        '~standard': { version: 1, vendor: 'world', validate: (value) => ({ value: value as Item }) },
      },
      handle: async (_item, context) => {
        const { principal } = context as unknown as JobRequest<Captured>;
        const { index } = context;
        return respond(await runUnit(world, process, { principal, index, transaction: context.transaction }));
      },
    });
    return {
      handle: (envelope) =>
        endpoint.handle({ envelope, extra: { outer: envelope.outer as Outer }, message: envelope }),
      drain: endpoint.drain,
      asyncEndpoint: endpoint.asyncEndpoint as AsyncEndpoint,
    };
  };
  return new Map<KeyPlan['endpoint'], AppEndpoint>([
    ['batch', batch(false)],
    ['exact batch', batch(true)],
    ['list', bulk('list')],
    ['exact list', bulk('exact-list', true)],
    ['lines', bulk('lines')],
  ]);
}
