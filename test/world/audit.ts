import { auditAnswers } from './audit-answers.js';
import { auditEffects } from './audit-effects.js';
import type { World } from './world.js';

/** Returns every rule that was broken in a world, in words; nothing if all is well. */
export function audit(world: World): string[] {
  const { time, unfinished, store } = world;
  return [
    ...unfinished.map((scope) => `A client of ${scope} has never got a final answer`),
    ...(unfinished.length === 0 && time.waiting > 0 ? [`${time.waiting} timers are left at the end`] : []),
    ...store.broken,
    ...auditAnswers(world),
    ...auditEffects(world),
  ];
}
