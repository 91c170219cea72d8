// First of all: some modules keep the timers that they find when they are loaded.
import '../virtual-globals.js';

import { expect, test } from '@jest/globals';
import { checkWorld, noteUnhandled } from '../check-world.js';
import { Coverage } from '../coverage.js';
import { auditLater } from './audit-later.js';
import { KEPT_LATER_SEEDS } from './kept-later-seeds.js';
import { OFTEN, SELDOM } from './required-later-events.js';
import { runLaterWorld } from './run-later-world.js';

/** Set to run the world of one seed alone, with its log. */
const ONE = process.env['WORLD'];
/** How many worlds are run. */
const WORLDS = Number(process.env['WORLDS'] ?? 100);
const MILLISECONDS_OF_A_WORLD = 1_000;
/** In so many worlds, everything happens that can. */
const WORLDS_WITH_EVERYTHING = 1_000;

const coverage = new Coverage();
noteUnhandled();

async function check(seed: number): Promise<void> {
  const world = await runLaterWorld(seed, coverage);
  const plans = world.requests.map(({ plan }) => plan);
  checkWorld(world, { plans, broken: await auditLater(world), path: 'test/world/later' });
}

if (ONE !== undefined) {
  test(`the world of seed ${ONE}`, () => check(Number(ONE)));
} else {
  test.each(KEPT_LATER_SEEDS)('seed $seed: $why', ({ seed }) => check(seed));

  test('a world depends on its seed alone', async () => {
    for (const seed of [1, 2, 3]) {
      const [first, again] = [await runLaterWorld(seed, coverage), await runLaterWorld(seed, coverage)];
      expect(again.log).toEqual(first.log);
    }
  });

  test(
    `${WORLDS} worlds, in which every fault happens in every state`,
    async () => {
      for (let seed = 1; seed <= WORLDS; seed += 1) await check(seed);
      const required = WORLDS < WORLDS_WITH_EVERYTHING ? OFTEN : [...OFTEN, ...SELDOM];
      expect(required.filter((event) => !coverage.counts.has(event))).toEqual([]);
    },
    WORLDS * MILLISECONDS_OF_A_WORLD,
  );
}
