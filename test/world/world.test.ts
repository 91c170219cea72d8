// First of all: some modules keep the timers that they find when they are loaded.
import './virtual-globals.js';

import { expect, test } from '@jest/globals';
import { audit } from './audit.js';
import { checkWorld, noteUnhandled } from './check-world.js';
import { Coverage } from './coverage.js';
import { KEPT_SEEDS } from './kept-seeds.js';
import { REQUIRED_EVENTS } from './required-events.js';
import { runWorld } from './run-world.js';

/** Set to run the world of one seed alone, with its log. */
const ONE = process.env['WORLD'];
/** How many worlds are run. */
const WORLDS = Number(process.env['WORLDS'] ?? 250);
const MILLISECONDS_OF_A_WORLD = 1_000;

const coverage = new Coverage();
noteUnhandled();

async function check(seed: number): Promise<void> {
  const world = await runWorld(seed, coverage);
  checkWorld(world, { plans: world.plans, broken: audit(world), path: 'test/world/world' });
}

if (ONE !== undefined) {
  test(`the world of seed ${ONE}`, () => check(Number(ONE)));
} else {
  test.each(KEPT_SEEDS)('seed $seed: $why', ({ seed }) => check(seed));

  test('a world depends on its seed alone', async () => {
    for (const seed of [1, 2, 3]) {
      const [first, again] = [await runWorld(seed, coverage), await runWorld(seed, coverage)];
      expect(again.log).toEqual(first.log);
    }
  });

  test(
    `${WORLDS} worlds, in which every fault happens in every state`,
    async () => {
      for (let seed = 1; seed <= WORLDS; seed += 1) await check(seed);
      expect(REQUIRED_EVENTS.filter((event) => !coverage.counts.has(event))).toEqual([]);
    },
    WORLDS * MILLISECONDS_OF_A_WORLD,
  );
}
