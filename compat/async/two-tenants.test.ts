import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { show } from '../journal/proof-size.js';
import { toBatch } from '../journal/to-batch.js';
import { askLater, askUntilEnded, monitorIn } from './ask.js';
import type { LocalApp } from './local-app.js';
import { openLocalApp } from './open-local-app.js';

/** How many jobs each client has. */
const JOBS = { large: 400, small: 5 } as const;
type Client = keyof typeof JOBS;
/** The wait of the small client by that of the large one; in the order of arrival it would be about 1. */
const SMALL_PART = 0.25;

/** Sends a batch with a job for each operation. Once it is accepted, returns a promise of how long it takes until all have run. */
async function start(app: LocalApp, token: Client): Promise<{ readonly ended: Promise<number> }> {
  const started = performance.now();
  const monitor = monitorIn(await askLater(app, toBatch(token, JOBS[token]), { token }));
  const ended = askUntilEnded(app, monitor, { token }).then(({ json }) => {
    expect(json.responses?.filter(({ status }) => status === 201)).toHaveLength(JOBS[token]);
    return performance.now() - started;
  });
  return { ended };
}

test.each([[['large', 'small']], [['small', 'large']]] as const)(
  'Of two clients that come in the order %j, the small one waits for a small part of the time',
  async (order) => {
    const opened = await openLocalApp({
      work: () => setTimeout(2),
      later: { limits: { jobSize: 1 } },
    });
    const { app } = opened;
    try {
      const waits = { large: 0, small: 0 };
      const [first, second] = order;
      const one = await start(app, first);
      const other = await start(app, second);
      // Only now: all jobs are in the queue.
      await app.startWorker({ concurrency: 2 });
      [waits[first], waits[second]] = await Promise.all([one.ended, other.ended]);
      show('two clients', { order, largeMs: Math.round(waits.large), smallMs: Math.round(waits.small) });
      expect(waits.small / waits.large).toBeLessThan(SMALL_PART);
    } finally {
      await opened.close();
    }
  },
  120_000,
);
