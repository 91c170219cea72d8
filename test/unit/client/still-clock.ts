import type { RetryClock } from '@multistatus/client';

/** A clock that stands at one moment: whoever waits goes on at once, and how long he would have waited is kept. */
export interface StillClock extends RetryClock {
  readonly waits: readonly number[];
}

/** The moment at which a {@link StillClock} stands. */
export const NOW: number = Date.UTC(2026, 0, 1);

/** Creates such a clock; `random` is the value of every random number. */
export function createStillClock(random = 0.5): StillClock {
  const waits: number[] = [];
  return {
    waits,
    now: () => NOW,
    random: () => random,
    wait: (delayMs) => {
      waits.push(delayMs);
      return Promise.resolve();
    },
  };
}
