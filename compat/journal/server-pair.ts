import { ServerProcess, type ServerSettings } from './server-process.js';

/** Two servers on one store: the first is the one that something happens to. */
export class ServerPair {
  #first: ServerProcess;
  #second: ServerProcess;
  readonly #settings: readonly [ServerSettings, ServerSettings];

  static async start(first: ServerSettings, second: ServerSettings = first): Promise<ServerPair> {
    const [one, other] = await Promise.all([ServerProcess.start(first), ServerProcess.start(second)]);
    return new ServerPair([one, other], [first, second]);
  }

  private constructor(
    [first, second]: readonly [ServerProcess, ServerProcess],
    settings: readonly [ServerSettings, ServerSettings],
  ) {
    this.#first = first;
    this.#second = second;
    this.#settings = settings;
  }

  get first(): ServerProcess {
    return this.#first;
  }

  get second(): ServerProcess {
    return this.#second;
  }

  /** The first server, which gets a request first, and the other one. A server that has ended refuses connections. */
  origins(): readonly string[] {
    return [this.#first.origin, this.#second.origin];
  }

  /** Starts the first server anew if it has ended. */
  async revive(): Promise<void> {
    if (this.#first.hasEnded) this.#first = await ServerProcess.start(this.#settings[0]);
  }

  async close(): Promise<void> {
    await Promise.all([this.#first.kill(), this.#second.kill()]);
  }
}
