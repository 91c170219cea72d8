import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('programs/import-process.mjs', import.meta.url));

interface Message {
  readonly event: 'listening' | 'memory';
  readonly port: number;
  readonly heapUsed: number;
}

/** With more than this in megabytes, the process ends. Without a limit, V8 lets garbage lie on a busy machine. */
const HEAP_LIMIT = '--max-old-space-size=128';

/** A process of an import, in which only that runs: its memory is measured. */
export class ImportProcess {
  readonly #child: ChildProcess;
  #port = 0;

  static async start(role: 'web' | 'worker', path: string): Promise<ImportProcess> {
    const started = new ImportProcess(role, path);
    started.#port = (await started.#next('listening')).port;
    return started;
  }

  private constructor(role: string, path: string) {
    this.#child = fork(PROGRAM, [JSON.stringify({ role, path })], { execArgv: [HEAP_LIMIT] });
  }

  get port(): number {
    return this.#port;
  }

  /** Returns the most bytes of its heap since this was last asked. */
  async mostHeap(): Promise<number> {
    const told = this.#next('memory');
    this.#child.send({});
    return (await told).heapUsed;
  }

  async kill(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  async #next(event: Message['event']): Promise<Message> {
    const [message] = (await Promise.race([
      once(this.#child, 'message'),
      once(this.#child, 'exit').then(() => {
        throw new Error(`The process has ended before it sent ${event}`);
      }),
    ])) as [Message];
    return message;
  }
}
