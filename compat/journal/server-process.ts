import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a server is to be: the argument of `programs/server.mjs`. */
export interface ServerSettings {
  readonly framework: 'express' | 'koa';
  /** The address of a `StoreServer`. */
  readonly store: object;
  /** The connection of a `Ledger`. */
  readonly effects: object;
  readonly leaseMs: number;
  readonly everyOperation?: boolean;
  /** The clock of the process: an hour ahead of all others, or that of the machine. */
  readonly clock?: 'ahead';
}

/** What happens to a server at a moment of its work. `programs/moments.mjs` explains it. */
export interface Fault {
  readonly point: string;
  readonly nth: number;
  readonly action: 'kill' | 'block' | 'report';
  readonly ms?: number;
}

interface Message {
  readonly event: 'listening' | 'armed' | 'reached' | 'resumed';
  readonly port: number;
}

const DIRECTORY = new URL('programs/', import.meta.url);
const PROGRAM = fileURLToPath(new URL('server.mjs', DIRECTORY));
const CLOCK_AHEAD = new URL('clock-ahead.mjs', DIRECTORY).href;

/** A server in a process of its own. */
export class ServerProcess {
  readonly #child: ChildProcess;
  /** Resolves when the process has ended. */
  readonly ended: Promise<unknown>;
  /** When this process went on with a job of another one: times of `performance.now()`. */
  readonly resumed: number[] = [];
  #origin = '';

  /** Starts a server. Resolves when it listens. `program` gets the settings as its argument. */
  static async start<Settings extends Pick<ServerSettings, 'clock'> = ServerSettings>(
    settings: Settings,
    program: string = PROGRAM,
  ): Promise<ServerProcess> {
    const server = new ServerProcess(settings, program);
    server.#origin = `http://127.0.0.1:${(await server.#next('listening')).port}`;
    return server;
  }

  private constructor(settings: Pick<ServerSettings, 'clock'>, program: string) {
    const execArgv = settings.clock === 'ahead' ? ['--import', CLOCK_AHEAD] : [];
    this.#child = fork(program, [JSON.stringify(settings)], { cwd: dirname(program), execArgv });
    this.ended = once(this.#child, 'exit');
    this.#child.on('message', (message) => {
      if ((message as Message).event === 'resumed') this.resumed.push(performance.now());
    });
  }

  get origin(): string {
    return this.#origin;
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Sets what happens next, or that nothing does. */
  async arm(fault: Fault | undefined): Promise<void> {
    const armed = this.#next('armed');
    this.#child.send({ command: 'arm', fault });
    await armed;
  }

  /** Resolves when the process has come to the moment of a fault with `report`, and waits there. */
  async reached(): Promise<void> {
    await this.#next('reached');
  }

  /** Lets the process go on. */
  go(): void {
    this.#child.send({ command: 'go' });
  }

  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child.kill(name);
  }

  /** Asks the process to end. Resolves when it has. */
  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.ended;
  }

  /** Ends the process as `kill -9` does, if it has not ended. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  #next(event: Message['event']): Promise<Message> {
    return new Promise((resolve, reject) => {
      const onMessage = (message: unknown): void => {
        if ((message as Message).event !== event) return;
        this.#child.off('message', onMessage).off('exit', onExit);
        resolve(message as Message);
      };
      const onExit = (code: number | null): void => {
        this.#child.off('message', onMessage);
        reject(new Error(`The server ended with ${code} before it sent ${event}`));
      };
      this.#child.on('message', onMessage).once('exit', onExit);
    });
  }
}
