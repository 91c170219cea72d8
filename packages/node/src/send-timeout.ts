import type { ServerResponse } from 'node:http';
import { cutOff } from './cut-off.js';

/**
 * Cuts off a response whose client takes nothing for too long. Counts only the time in which bytes wait for the client: between
 * {@link SendTimeout.start} and {@link SendTimeout.stop}, and until the response has finished.
 */
export class SendTimeout {
  readonly #res: ServerResponse;
  readonly #timeoutMs: number;
  /** When the client was last given bytes; `undefined` while none wait for it. */
  #since: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(res: ServerResponse, timeoutMs: number) {
    this.#res = res;
    this.#timeoutMs = timeoutMs;
    const end = (): void => {
      this.#since = undefined;
      clearTimeout(this.#timer);
    };
    // Not once(), which allocates a wrapper for each: a second call has no effect.
    res.on('finish', end).on('close', end);
  }

  start(): void {
    if (this.#res.writableFinished || this.#res.destroyed) return;
    this.#since = performance.now();
    // One timer for many pieces: setting one for each would take 5% of the time of a streamed batch.
    if (this.#timer === undefined) this.#setTimer(this.#timeoutMs);
  }

  stop(): void {
    this.#since = undefined;
  }

  #setTimer(ms: number): void {
    this.#timer = setTimeout(() => this.#check(), ms);
  }

  #check(): void {
    this.#timer = undefined;
    if (this.#since === undefined) return;
    const left = this.#since + this.#timeoutMs - performance.now();
    if (left > 0) this.#setTimer(Math.ceil(left));
    // Middleware may delay the answer, and an earlier one on the same connection too: then the client is not to blame.
    else if (!this.#res.headersSent || this.#res.socket === null) this.#setTimer(this.#timeoutMs);
    else cutOff(this.#res);
  }
}
