import { createWorker, type Worker } from '@multistatus/async';
import { attachEndpoint, type EnvelopeRequest, type EnvelopeResponse } from '@multistatus/core/adapter';
import { createJournal, type StoreJournal } from '@multistatus/journal';
import { answerMonitor } from '#async/monitor/answer-monitor.js';
import { endpointsOf } from '#async/registry.js';
import { FaultyStore } from '../faulty-store.js';
import type { KeyPlan } from '../plan.js';
import { LEASE_MS, STORE_TIMEOUT_MS } from '../settings.js';
import { SimulatedProcess } from '../simulated-process.js';
import { type AppEndpoint, createAppEndpoints, type Outer } from './app-endpoints.js';
import { FaultyQueue } from './faulty-queue.js';
import type { LaterWorld } from './later-world.js';
import { createTarget } from './run-unit.js';

/** One process of the app: it takes requests, or runs jobs. */
export class AppProcess extends SimulatedProcess {
  readonly role: 'web' | 'worker';
  /** Called when it ends, in whichever way. */
  readonly onEnd: (() => void)[] = [];
  /** When it began to stop; `undefined` while it takes requests or jobs. */
  stoppingSince: number | undefined;
  readonly #world: LaterWorld;
  readonly #journal: StoreJournal<Outer>;
  readonly #endpoints: ReadonlyMap<KeyPlan['endpoint'], AppEndpoint>;
  #worker: Worker | undefined;

  constructor(world: LaterWorld, name: string, role: 'web' | 'worker') {
    super(world, name);
    const { time, coverage } = world;
    this.role = role;
    this.#world = world;
    time.current = this;
    const onError = (): void => coverage.count('error reported');
    this.#journal = createJournal<Outer>({
      store: new FaultyStore(world, this),
      identify: ({ principal }) => principal,
      leaseMs: LEASE_MS,
      storeTimeoutMs: STORE_TIMEOUT_MS,
      sweepIntervalMs: 5_000,
      onError,
    });
    this.#endpoints = createAppEndpoints(world, this, this.#journal);
    time.current = undefined;
    // In a turn of its own, to which everything belongs that follows from it.
    if (role === 'worker') time.after(0, () => this.#startWorker(onError), { loop: this });
  }

  #startWorker(onError: () => void): void {
    const endpoints = [...this.#endpoints.values()].map(({ asyncEndpoint }) => {
      const handler = {};
      attachEndpoint(handler, asyncEndpoint);
      return handler;
    });
    this.#worker = createWorker({
      target: createTarget(this.#world, this),
      endpoints,
      journal: this.#journal,
      queue: new FaultyQueue(this.#world, this),
      concurrency: 2,
      leaseMs: LEASE_MS,
      onError,
    });
  }

  /** Returns the answer to a request to an endpoint. */
  handle(endpoint: KeyPlan['endpoint'], envelope: EnvelopeRequest): Promise<EnvelopeResponse> {
    return (this.#endpoints.get(endpoint) as AppEndpoint).handle(envelope);
  }

  /** Returns the answer to a request for a monitor. */
  handleMonitor(envelope: EnvelopeRequest): Promise<EnvelopeResponse> {
    const endpoints = endpointsOf(this.#journal);
    const [first] = [...endpoints.values()];
    if (first === undefined) throw new Error('The process has no endpoints');
    return answerMonitor({ endpoints, first }, envelope, envelope.url);
  }

  /** Ends the process in good order, after another one has taken its place. */
  restart(): void {
    if (this.isCrashed || this.stoppingSince !== undefined) return;
    this.#world.replace(this);
    this.stop();
  }

  /** Ends the process in good order. */
  stop(): void {
    const { time } = this.#world;
    if (this.isCrashed || this.stoppingSince !== undefined) return;
    const drain = async (): Promise<void> => {
      this.stoppingSince = time.now;
      await Promise.all([...this.#endpoints.values()].map(({ drain: each }) => each()));
      await this.#worker?.stop();
      this.#journal.close();
      this.#world.note(`${this.name} has stopped`);
      time.after(0, () => this.end());
    };
    time.after(0, () => void drain(), { loop: this });
  }

  override crash(): void {
    if (!this.#world.isCalm) super.crash();
  }

  override end(): void {
    super.end();
    for (const each of this.onEnd) each();
  }
}
