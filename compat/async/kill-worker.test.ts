import { expect, test } from '@jest/globals';
import { type Audit, auditExchange, sumOf } from '../journal/audit-exchange.js';
import { SEED, show, sized } from '../journal/proof-size.js';
import type { Fault } from '../journal/server-process.js';
import { Random } from '../postgres/random.js';
import { describeWithWorkers } from './describe-with-workers.js';
import { finalOf, sendLater } from './send-later.js';
import { toLinkedBatch } from './to-linked-batch.js';

const OPERATIONS = 1_000;
/** The jobs of a worker times the operations of a job. An operation in flight may be a group of two. */
const CONCURRENCY = 2 * 8;
const RECOVERY_MS = 10_000;

/** How often the worker comes to each point, at least: it may get less than half of the jobs. */
const POINTS = {
  'after begin': 3,
  'before effect': OPERATIONS / 5,
  'after effect': OPERATIONS / 5,
  'before settle': 20,
  'after settle': 20,
} as const;

describeWithWorkers(
  'A worker that is killed in the middle of a batch',
  { framework: 'express', concurrency: 2, workMs: 10 },
  (setting, kind) => {
    test('doubles nothing, and another one goes on within 10 seconds', async () => {
      const { processes, ledger } = setting();
      const random = new Random(SEED);
      const audits: Audit[] = [];
      const recoveries: number[] = [];
      const moments = sized({ short: 2, long: 20 });
      for (let moment = 0; moment < moments; moment += 1) {
        const key = `${kind}-killed-${moment}`;
        await processes.revive();
        await processes.first.arm(randomFault(random));
        const { resumed } = processes.second;
        const before = resumed.length;
        const killed = processes.first.ended.then(() => performance.now());
        const monitor = await sendLater(processes.web.origin, toLinkedBatch(key, OPERATIONS));
        const final = await finalOf(monitor);
        expect(resumed.length).toBeGreaterThan(before);
        recoveries.push(Math.round(Math.max(...resumed.slice(before)) - (await killed)));
        audits.push(auditExchange({ key, operations: OPERATIONS }, final, await ledger.count(key)));
      }
      const sum = sumOf(audits);
      show(`worker killed ${moments} times, ${kind}`, { ...sum, recoveryMs: Math.max(...recoveries) });
      expect(sum).toMatchObject({ operations: moments * OPERATIONS, doubled: 0, contradictions: [] });
      expect(sum.unknown).toBeGreaterThan(0);
      expect(sum.unknown).toBeLessThanOrEqual(moments * 2 * CONCURRENCY);
      expect(Math.max(...recoveries)).toBeLessThan(RECOVERY_MS);
    }, 600_000);
  },
);

function randomFault(random: Random): Fault {
  const point = random.pick(Object.keys(POINTS) as (keyof typeof POINTS)[]);
  return { point, nth: 1 + random.below(POINTS[point]), action: 'kill' };
}
