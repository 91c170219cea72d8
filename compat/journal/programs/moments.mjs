import { once } from 'node:events';

/**
 * What happens to this process at a moment of its work: the moment is the `nth` time that it comes to a point of the program.
 *
 * @typedef {object} Fault
 * @property {string} point
 * @property {number} nth
 * @property {'kill' | 'block' | 'report'} action `kill` ends the process as `kill -9` does; `block` keeps its event loop busy
 *   for `ms` milliseconds; `report` sends `reached` to the parent process, and waits for `go`
 * @property {number} [ms]
 */

/** Counts how often the program comes to the point of a fault, and does what the fault says. */
export class Moments {
  /** @type {Fault | undefined} */
  #fault;
  #count = 0;

  /** @param {Fault | undefined} fault */
  arm(fault) {
    this.#fault = fault;
    this.#count = 0;
  }

  /** @param {string} point */
  async reached(point) {
    const fault = this.#fault;
    if (fault?.point !== point) return;
    this.#count += 1;
    if (this.#count !== fault.nth) return;
    if (fault.action === 'kill') process.kill(process.pid, 'SIGKILL');
    if (fault.action === 'block') block(fault.ms);
    if (fault.action === 'report') await report();
  }
}

function block(ms) {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

async function report() {
  process.send({ event: 'reached' });
  for (;;) {
    const [message] = await once(process, 'message');
    if (message.command === 'go') return;
  }
}
