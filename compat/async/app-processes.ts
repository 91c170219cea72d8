import { fileURLToPath } from 'node:url';
import { ServerProcess, type ServerSettings } from '../journal/server-process.js';

/** What a process is to be: the argument of `programs/process.mjs`. */
export interface AppSettings extends Pick<ServerSettings, 'framework' | 'store' | 'effects' | 'clock'> {
  /** The connection of ioredis to the Redis of the queue. */
  readonly queue: object;
  /** How long an operation takes, with its effect in the middle. */
  readonly workMs?: number;
  /** Limits of `respondAsync`. */
  readonly limits?: Readonly<Record<string, number>>;
  /** How many jobs a worker runs at the same time. */
  readonly concurrency?: number;
}

const PROGRAM = fileURLToPath(new URL('programs/process.mjs', import.meta.url));

/** A process that accepts batches, and two workers that run them: the first is the one that something happens to. */
export class AppProcesses {
  readonly web: ServerProcess;
  #first: ServerProcess;
  #second: ServerProcess;
  readonly #settings: AppSettings;

  static async start(settings: AppSettings): Promise<AppProcesses> {
    const [web, first, second] = await Promise.all([
      ServerProcess.start({ ...settings, role: 'web' }, PROGRAM),
      startWorker(settings),
      startWorker(settings),
    ]);
    return new AppProcesses(settings, [web, first, second]);
  }

  private constructor(
    settings: AppSettings,
    [web, first, second]: readonly [ServerProcess, ServerProcess, ServerProcess],
  ) {
    this.#settings = settings;
    this.web = web;
    this.#first = first;
    this.#second = second;
  }

  get first(): ServerProcess {
    return this.#first;
  }

  get second(): ServerProcess {
    return this.#second;
  }

  /** Starts the first worker anew if it has ended. */
  async revive(): Promise<void> {
    if (this.#first.hasEnded) this.#first = await startWorker(this.#settings);
  }

  /** Stops one worker as a deployment does, and starts another one in its place. */
  async replace(which: 'first' | 'second'): Promise<void> {
    await (which === 'first' ? this.#first : this.#second).stop();
    const worker = await startWorker(this.#settings);
    if (which === 'first') this.#first = worker;
    else this.#second = worker;
  }

  async close(): Promise<void> {
    await Promise.all([this.web.kill(), this.#first.kill(), this.#second.kill()]);
  }
}

function startWorker(settings: AppSettings): Promise<ServerProcess> {
  return ServerProcess.start({ ...settings, role: 'worker' }, PROGRAM);
}
