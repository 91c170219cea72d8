import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Coverage } from '../coverage.js';
import { auditLater } from './audit-later.js';
import { runLaterWorld } from './run-later-world.js';

/** Set to run the world of one seed alone, with its log. */
const ONE = process.env['WORLD'];
/** How many worlds are run. */
const WORLDS = Number(process.env['WORLDS'] ?? 150);
const MILLISECONDS_OF_A_WORLD = 1_000;

const coverage = new Coverage();
const unhandled: unknown[] = [];
const onUnhandled = (error: unknown): void => void unhandled.push(error);
beforeAll(() => void process.on('unhandledRejection', onUnhandled));
afterAll(() => void process.off('unhandledRejection', onUnhandled));

/** Throws if a rule was broken in the world of a seed: which one, everything that happened, and how to see it again. */
async function check(seed: number): Promise<void> {
  const world = await runLaterWorld(seed, coverage);
  const broken = [
    ...(await auditLater(world)),
    ...unhandled.splice(0).map((error) => `Nobody has handled ${String(error)}`),
  ];
  if (broken.length === 0) return;
  const plans = world.requests.map(({ plan }) => JSON.stringify(plan));
  const again = `WORLD=${seed} pnpm test:fast test/world/later`;
  throw new Error(
    ['', ...plans, ...world.log, '', ...broken, '', `Seed ${seed}. Again: ${again}`].join('\n'),
  );
}

if (ONE !== undefined) {
  test(`the world of seed ${ONE}`, () => check(Number(ONE)));
} else {
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
    },
    WORLDS * MILLISECONDS_OF_A_WORLD,
  );
}
