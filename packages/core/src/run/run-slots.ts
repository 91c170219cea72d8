import { type AdaptiveSlots, OWN_SLOTS } from './adaptive-slots.js';

/**
 * The slots of one run among those of its endpoint.
 *
 * It has a share only while it uses all of its own slots. Otherwise a run that waits for its last operation, or for a client that sends
 * a line now and then, would keep the others from slots that it does not need.
 */
export class RunSlots {
  readonly #shared: AdaptiveSlots;
  #active = 0;

  constructor(shared: AdaptiveSlots) {
    this.#shared = shared;
  }

  /** How many operations of the run may run at the same time. */
  get share(): number {
    return this.#shared.share;
  }

  /** As {@link AdaptiveSlots.start}. */
  start(now?: number): number {
    this.#active += 1;
    if (this.#active === OWN_SLOTS) this.#shared.join();
    return this.#shared.start(now);
  }

  /** As {@link AdaptiveSlots.end}. */
  end(startedAt: number | undefined, isOverload: boolean): number {
    // Before it leaves: the operation has run while it had a share.
    const now = this.#shared.end(startedAt, isOverload);
    if (this.#active === OWN_SLOTS) this.#shared.leave();
    this.#active -= 1;
    return now;
  }
}
