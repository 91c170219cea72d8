import { afterAll, beforeAll } from '@jest/globals';
import type { SimulatedWorld } from './simulated-world.js';

const unhandled: unknown[] = [];

/** Notes rejections that nobody handles, while the tests of a file run. */
export function noteUnhandled(): void {
  const onUnhandled = (error: unknown): void => void unhandled.push(error);
  beforeAll(() => void process.on('unhandledRejection', onUnhandled));
  afterAll(() => void process.off('unhandledRejection', onUnhandled));
}

/** Throws if a rule was broken in a world: which one, everything that happened, and how to see it again. */
export function checkWorld(
  { seed, log }: Pick<SimulatedWorld, 'seed' | 'log'>,
  {
    plans,
    broken,
    path,
  }: { readonly plans: readonly object[]; readonly broken: readonly string[]; readonly path: string },
): void {
  const all = [...broken, ...unhandled.splice(0).map((error) => `Nobody has handled ${String(error)}`)];
  if (all.length === 0) return;
  const again = `Seed ${seed}. Again: WORLD=${seed} pnpm test:fast ${path}`;
  throw new Error(
    ['', ...plans.map((plan) => JSON.stringify(plan)), ...log, '', ...all, '', again].join('\n'),
  );
}
