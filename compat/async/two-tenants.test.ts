import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { show } from '../journal/proof-size.js';
import { toBatch } from '../journal/to-batch.js';
import { askLater, askUntilEnded, monitorIn } from './ask.js';
import type { LocalApp } from './local-app.js';
import { openLocalApp } from './open-local-app.js';

const MANY = 400;
const FEW = 5;
/** The wait of the small tenant by that of the large one; in the order of arrival it would be more than 1. */
const SMALL_PART = 0.25;

/** Sends a batch with a job for each operation, and returns how long it takes until all have run. */
async function waitOf(
  app: LocalApp,
  token: string,
  { key, jobs }: { key: string; jobs: number },
): Promise<number> {
  const started = performance.now();
  const monitor = monitorIn(await askLater(app, toBatch(key, jobs), { token }));
  const final = await askUntilEnded(app, monitor, { token });
  expect(final.json.responses?.filter(({ status }) => status === 201)).toHaveLength(jobs);
  return performance.now() - started;
}

test.each([
  ['after', 0],
  ['before', 1],
] as const)(
  'A client with 5 jobs that comes %s one with 400 waits for a small part of the time',
  async (_order, first) => {
    const opened = await openLocalApp({ work: () => setTimeout(5), later: { limits: { jobSize: 1 } } });
    const { app } = opened;
    try {
      const large = (): Promise<number> => waitOf(app, 'large', { key: 'large', jobs: MANY });
      const small = (): Promise<number> => waitOf(app, 'small', { key: 'small', jobs: FEW });
      await app.startWorker({ concurrency: 2 });
      const waits = first === 0 ? [large] : [small];
      const waiting = waits.map((wait) => wait());
      await setTimeout(first === 0 ? 50 : 0);
      waiting.push(...(first === 0 ? [small] : [large]).map((wait) => wait()));
      const [one = 0, other = 0] = await Promise.all(waiting);
      const [largeMs, smallMs] = first === 0 ? [one, other] : [other, one];
      show('two clients', { largeMs: Math.round(largeMs), smallMs: Math.round(smallMs) });
      expect(smallMs / largeMs).toBeLessThan(SMALL_PART);
      expect(app.errors).toEqual([]);
    } finally {
      await opened.close();
    }
  },
  120_000,
);
