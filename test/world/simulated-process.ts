import type { ClientConnection, EnvelopeResponse } from '@multistatus/core/adapter';
import type { SimulatedWorld } from './simulated-world.js';
import type { AppTransaction } from './tx-database.js';
import type { EventLoop } from './virtual-time.js';

/** When the connection of a request breaks. */
export type ConnectionLoss = 'never' | 'before' | 'while it is sent' | 'while it runs' | 'with its answer';

/** A request that arrives at a process. */
export interface ArrivingRequest {
  readonly connection: ClientConnection;
  readonly how: ConnectionLoss;
  readonly handle: () => Promise<EnvelopeResponse>;
  /** Called with each piece of the answer, as it arrives at the client. */
  readonly onPiece?: ((piece: string) => void) | undefined;
}

/** An answer that has arrived at the client as a whole. */
export interface ArrivedAnswer {
  readonly response: EnvelopeResponse;
  readonly body: string;
}

/** A process of the app: it can stand still, lose its connections, and die. */
export class SimulatedProcess implements EventLoop {
  readonly name: string;
  readonly clockOffset: number;
  isCrashed = false;
  pausedFrom = 0;
  pausedUntil = 0;
  wakesWith: EventLoop['wakesWith'] = 'timers';
  cutOffUntil = 0;
  readonly transactions = new Set<AppTransaction>();
  /** What breaks the connections to its clients. */
  readonly #connections = new Set<() => void>();
  readonly #world: SimulatedWorld;

  constructor(world: SimulatedWorld, name: string) {
    this.#world = world;
    this.name = name;
    this.clockOffset = world.random.pick([0, 0, 3_600_000, -3_600_000, 250]);
  }

  /** Handles a request, and calls `onEnd` when its answer has arrived, or its connection has broken. */
  serve(
    { connection, how, handle, onPiece }: ArrivingRequest,
    onEnd: (answer: ArrivedAnswer | undefined) => void,
  ): void {
    const { time, random } = this.#world;
    const lose = (): void => {
      this.#connections.delete(lose);
      onEnd(undefined);
    };
    if (this.isCrashed || how === 'before') {
      time.after(10, lose);
      return;
    }
    this.#connections.add(lose);
    if (how === 'while it runs') {
      time.after(random.next() * 400, lose);
      time.after(random.next() * 400, () => connection.close(), { loop: this });
    }
    const arrive = async (): Promise<void> => {
      const response = await handle();
      const body = await this.#readBody(response, connection, onPiece);
      if (connection.aborted || how === 'with its answer') return;
      time.after(random.next() * 5, () => {
        this.#connections.delete(lose);
        onEnd({ response, body });
      });
    };
    // A streamed answer that fails ends with its connection.
    time.after(random.next() * 5, () => void arrive().catch(lose), { loop: this });
    if (how === 'with its answer') time.after(3_000, lose);
  }

  /** Reads an answer as an adapter does: it stops when the client has left. */
  async #readBody(
    { body }: EnvelopeResponse,
    connection: ClientConnection,
    onPiece: ((piece: string) => void) | undefined,
  ): Promise<string> {
    if (body === undefined || typeof body === 'string') return body ?? '';
    if (body instanceof Uint8Array) return Buffer.from(body).toString();
    const pieces: string[] = [];
    for await (const piece of body) {
      if (connection.aborted) break;
      const text = Buffer.from(piece as string).toString();
      pieces.push(text);
      if (onPiece !== undefined) this.#world.time.after(0, () => onPiece(text));
    }
    return pieces.join('');
  }

  /** Keeps the event loop from running. */
  pause(ms: number): void {
    const { time, random, hasFaults } = this.#world;
    if (!hasFaults || this.pausedUntil > time.now) return;
    this.#world.note(`${this.name} stands still for ${Math.round(ms)} ms`);
    this.pausedFrom = time.now;
    this.pausedUntil = time.now + ms;
    this.wakesWith = random.pick(['timers', 'answers']);
  }

  /** Kills the process, if there are still faults. Another one takes its place. */
  crash(): void {
    const { time, random, hasFaults } = this.#world;
    if (this.isCrashed || !hasFaults) return;
    this.#world.note(`${this.name} crashes`);
    this.end();
    time.after(200 + random.next() * 1_000, () => this.#world.replace(this));
  }

  /** Ends the process: nothing of it runs any more. */
  end(): void {
    const { time, random, store } = this.#world;
    this.isCrashed = true;
    for (const lose of this.#connections) time.after(random.next() * 20, lose);
    for (const open of this.transactions) time.after(random.next() * 20, () => void store.end(open, false));
  }
}
