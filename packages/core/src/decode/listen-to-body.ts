import type { BodyListener, EnvelopeBody } from '../http/envelope.js';
import { bodyTooLate } from './arrive-in-time.js';
import { BodyChunks, type BodyLimits, brokenBody } from './body-chunks.js';

type StreamedBody = Extract<EnvelopeBody, { kind: 'stream' }>;
type AudibleBody = Required<Pick<StreamedBody, 'listen'>>;

/** Checks whether a body can be received without an iterator. */
export function canListen(body: StreamedBody): body is StreamedBody & AudibleBody {
  return body.listen !== undefined;
}

/** Does what `readBody` does, but without an iterator. */
export function listenToBody(
  body: AudibleBody,
  limits: BodyLimits,
  onBytes?: (bytes: number) => void,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    new ArrivingBody(new BodyChunks(limits, onBytes), resolve, reject).arrive(body, limits.bodyTimeoutMs);
  });
}

class ArrivingBody implements BodyListener {
  readonly #chunks: BodyChunks;
  readonly #resolve: (bytes: Uint8Array) => void;
  readonly #reject: (error: Error) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stop: (() => void) | undefined;

  constructor(chunks: BodyChunks, resolve: (bytes: Uint8Array) => void, reject: (error: Error) => void) {
    this.#chunks = chunks;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  arrive(body: AudibleBody, bodyTimeoutMs: number): void {
    this.#timer = setTimeout(() => this.#refuse(bodyTooLate(bodyTimeoutMs)), bodyTimeoutMs);
    this.#stop = body.listen(this);
  }

  onChunk(chunk: Uint8Array | string): void {
    try {
      this.#chunks.add(chunk);
    } catch (error) {
      this.#refuse(error);
    }
  }

  onEnd(): void {
    clearTimeout(this.#timer);
    this.#resolve(this.#chunks.bytes);
  }

  onBreak(): void {
    this.#refuse(brokenBody());
  }

  #refuse(error: unknown): void {
    clearTimeout(this.#timer);
    this.#stop?.();
    this.#reject(error as Error);
  }
}
