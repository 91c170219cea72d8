import { fork } from 'node:child_process';
import { once } from 'node:events';

/**
 * A process that does one thing at a time, on request: what it measures has a heap and compiled code of its own.
 *
 * It ends with `end()`, or when this process has ended.
 */
export class Child {
  #process;
  #name;

  /**
   * @param {URL} file one that calls `answerParent`
   * @param {string} name for messages
   * @param {{ isQuiet?: boolean }} [options] whether what it prints on standard error is dropped
   */
  constructor(file, name, { isQuiet = false } = {}) {
    this.#name = name;
    this.#process = fork(file, { stdio: ['ignore', 'ignore', isQuiet ? 'ignore' : 'inherit', 'ipc'] });
  }

  /**
   * Sends a request and returns its answer.
   *
   * @param {object} request
   * @throws {Error} with the message of the error that the child has thrown, or if it ends
   */
  async ask(request) {
    const stop = new AbortController();
    const answered = once(this.#process, 'message', stop);
    const ended = once(this.#process, 'exit', stop).then(([code]) => {
      throw new Error(`${this.#name}: the process ended with ${code}`);
    });
    this.#process.send(request);
    try {
      const [{ error, value }] = await Promise.race([answered, ended]);
      if (error !== undefined) throw new Error(`${this.#name}: ${error}`);
      return value;
    } finally {
      stop.abort();
      await Promise.allSettled([answered, ended]);
    }
  }

  /** Resolves when the process has ended. */
  async end() {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exited = once(this.#process, 'exit');
    this.#process.kill();
    await exited;
  }
}

/**
 * The other side: answers each request of the parent process with the return value of `answer`, or with its error.
 *
 * @param {(request: any) => unknown} answer
 */
export function answerParent(answer) {
  const reply = async (request) => {
    try {
      process.send({ value: await answer(request) });
    } catch (error) {
      process.send({ error: error?.message ?? String(error) });
    }
  };
  process.on('message', (request) => void reply(request));
  process.on('disconnect', () => process.exit());
}
