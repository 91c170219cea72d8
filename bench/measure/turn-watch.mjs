import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createThreadClock } from './thread-time.mjs';

/** Milliseconds. Shorter turns are not kept: whoever waits for them does not notice. */
const LEAST_MS = 0.5;

/**
 * @typedef {object} Turns
 * @property {number} longestMs the longest turn of the event loop
 * @property {number} longestCpuMs the longest by the processor time of its thread, which other processes do not lengthen
 * @property {number} longestWithoutGcMs the longest, less the pauses of the garbage collector in each
 */

/**
 * Measures how long the event loop of this process is busy at a time: what a socket or a timer waits at most.
 *
 * A turn is the time from one check phase, in which `setImmediate` calls back, to the next. As one is always due, the loop
 * never sleeps while it is watched, so nothing of a turn is waiting. Everything that runs in it counts: our code, that of the
 * app, Node's, and the pauses of the garbage collector, which Node reports apart.
 */
export class TurnWatch {
  #isOn = false;
  #turns = [];
  #pauses = [];
  #threadMs = createThreadClock();
  #observer = new PerformanceObserver((list) => this.#pauses.push(...list.getEntries()));

  begin() {
    this.#turns = [];
    this.#pauses = [];
    this.#isOn = true;
    this.#observer.observe({ entryTypes: ['gc'] });
    this.#probe(performance.now(), this.#threadMs());
  }

  /** @returns {Promise<Turns>} of the time since `begin` */
  async end() {
    this.#isOn = false;
    // The last pauses are reported in a turn after them.
    for (let turn = 0; turn < 3; turn += 1) await nextTurn();
    this.#observer.disconnect();
    return toTurns(this.#turns, this.#pauses);
  }

  #probe(start, cpuStart) {
    setImmediate(() => {
      const [end, cpuEnd] = [performance.now(), this.#threadMs()];
      if (end - start >= LEAST_MS) this.#turns.push({ start, end, cpuMs: cpuEnd - cpuStart });
      if (this.#isOn) this.#probe(end, cpuEnd);
    });
  }
}

/**
 * @param {{ start: number, end: number, cpuMs: number }[]} turns milliseconds
 * @param {{ startTime: number, duration: number }[]} pauses those of the garbage collector
 * @returns {Turns}
 */
export function toTurns(turns, pauses) {
  const all = turns.map(({ start, end }) => end - start);
  const ours = turns.map(({ start, end }) => {
    const inside = pauses.filter(({ startTime }) => startTime >= start && startTime < end);
    return end - start - inside.reduce((sum, { duration }) => sum + duration, 0);
  });
  return {
    longestMs: Math.max(0, ...all),
    longestCpuMs: Math.max(0, ...turns.map(({ cpuMs }) => cpuMs)),
    longestWithoutGcMs: Math.max(0, ...ours),
  };
}
