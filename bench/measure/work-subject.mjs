import { Child } from './child.mjs';

const WORKER = new URL('work-process.mjs', import.meta.url);

/**
 * A piece of work in a process of its own.
 *
 * @typedef {object} Work
 * @property {string} name
 * @property {string} workload path of its file from `bench/`, whose `prepare` gives what does an amount of it and
 *   returns the number of operations, unless that is the amount, or a `Sample` of what it has measured itself
 * @property {object} options for `prepare`
 * @property {number} [leastAmount] the least amount that makes sense
 * @property {boolean} [mayFail] whether a `prepare` that throws is a result too
 */

/** {@link Work} that can be measured. */
export class WorkSubject {
  /** @param {Work} work */
  constructor(work) {
    this.name = work.name;
    this.mayFail = work.mayFail;
    this.leastAmount = work.leastAmount;
    this.work = work;
  }

  async start() {
    const { workload, options } = this.work;
    this.child = new Child(WORKER, this.name, { isQuiet: this.mayFail });
    await this.child.ask({
      workload: new URL(`../${workload}.mjs`, import.meta.url).href,
      options,
    });
  }

  /** @param {number} amount @returns {Promise<import('./statistics.mjs').Sample>} */
  measure(amount) {
    return this.child.ask({ amount });
  }

  async end() {
    await this.child?.end();
  }
}
