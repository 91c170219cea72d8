import { type KeyPlan, planKey } from '../plan.js';
import type { Random } from '../random.js';

/** What a client sends, and what it does then. */
export interface LaterPlan {
  readonly request: KeyPlan;
  /** True if it has an Idempotency-Key, so that the client sends it again until it gets an answer. */
  readonly isKeyed: boolean;
  /** The preference `wait`; 0 without it. */
  readonly waitSeconds: number;
  readonly follow: 'poll' | 'events' | 'lines';
  /** When it cancels the request, in milliseconds after it was accepted; `undefined` if it does not. */
  readonly cancelAfterMs: number | undefined;
}

/** Returns a request at random. */
export function planLater(random: Random, principal: string, number: number): LaterPlan {
  return {
    request: planKey(random, principal, `request ${number}`),
    isKeyed: random.chance(0.6),
    waitSeconds: random.chance(0.2) ? random.integer(1, 3) : 0,
    follow: random.weighted({ poll: 4, events: 4, lines: 2 }),
    cancelAfterMs: random.chance(0.3) ? random.next() ** 2 * 6_000 : undefined,
  };
}
