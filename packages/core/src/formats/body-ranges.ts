import { CLOSE_BRACE, OPEN_BRACE } from '../operation/json-characters.js';

/** A shorter body stays in the outline: to cut it out would take longer than to parse it. */
const MIN_CUT_BYTES = 128;

/** Where the bodies of requests are in the bytes of a batch, and which of them are cut out of its outline. */
export class BodyRanges {
  /** The start and the end of each body, one after the other; two zeros for a request without a body. */
  #ranges: number[] = [];
  /** The start and the end of each range that is cut out, one after the other. */
  readonly #cuts: number[] = [];

  /** Forgets all requests: the batch has another list, and the last of several members with the same name counts. */
  restart(): void {
    this.#ranges = [];
  }

  /** Adds a request. */
  addRequest(): void {
    this.#ranges.push(0, 0);
  }

  /** Notes where the body of the last request starts. */
  start(at: number): void {
    this.#ranges[this.#ranges.length - 2] = at;
  }

  /** Notes where the body of the last request ends. */
  end(at: number): void {
    this.#ranges[this.#ranges.length - 1] = at;
  }

  /** Cuts out the body of the last request, up to `end`, unless it is short. */
  cut(end: number): void {
    const start = numberAt(this.#ranges, this.#ranges.length - 2);
    if (end - start >= MIN_CUT_BYTES) this.#cuts.push(start, end);
  }

  /** Returns the body of a request. */
  bodyIn(bytes: Uint8Array, index: number): Uint8Array {
    return bytes.subarray(this.#ranges[2 * index], this.#ranges[2 * index + 1]);
  }

  /** Returns the bytes of the batch, with `{}` in place of each body that is cut out. */
  outlineOf(bytes: Uint8Array): Uint8Array {
    const cuts = this.#cuts;
    if (cuts.length === 0) return bytes;
    let length = bytes.length + cuts.length;
    for (let each = 0; each < cuts.length; each += 2)
      length -= numberAt(cuts, each + 1) - numberAt(cuts, each);
    const outline = new Uint8Array(length);
    let from = 0;
    let to = 0;
    for (let each = 0; each < cuts.length; each += 2) {
      const piece = bytes.subarray(from, cuts[each]);
      outline.set(piece, to);
      to += piece.length;
      outline[to] = OPEN_BRACE;
      outline[to + 1] = CLOSE_BRACE;
      to += 2;
      from = numberAt(cuts, each + 1);
    }
    outline.set(bytes.subarray(from), to);
    return outline;
  }
}

function numberAt(numbers: readonly number[], index: number): number {
  return numbers[index] as number;
}
