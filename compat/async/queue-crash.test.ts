import { expect, test } from '@jest/globals';
import { type Audit, auditExchange, sumOf } from '../journal/audit-exchange.js';
import { SEED, show, sized } from '../journal/proof-size.js';
import { Random } from '../postgres/random.js';
import { describeWithWorkers } from './describe-with-workers.js';
import { finalOf, sendLater } from './send-later.js';
import { toLinkedBatch } from './to-linked-batch.js';

const OPERATIONS = 300;
const CONCURRENCY = 2 * 8;
const POINTS = { 'after begin': 1, 'before effect': 50, 'before settle': 5 } as const;

describeWithWorkers(
  'Redis that is killed and started again in the middle of a batch',
  { framework: 'express', concurrency: 2, workMs: 10 },
  (setting, kind) => {
    test('loses and doubles nothing', async () => {
      const { processes, queue, ledger } = setting();
      const random = new Random(SEED);
      const rounds = sized({ short: 1, long: 5 });
      const audits: Audit[] = [];
      for (let round = 0; round < rounds; round += 1) {
        for (const [point, times] of Object.entries(POINTS)) {
          const key = `${kind}-${point}-${round}`.replaceAll(' ', '-');
          await processes.first.arm({ point, nth: 1 + random.below(times), action: 'report' });
          const reached = processes.first.reached();
          const monitor = await sendLater(processes.web.origin, toLinkedBatch(key, OPERATIONS));
          await reached;
          const crashed = queue.crash();
          processes.first.go();
          await crashed;
          const final = await finalOf(monitor);
          audits.push(auditExchange({ key, operations: OPERATIONS }, final, await ledger.count(key)));
        }
      }
      const sum = sumOf(audits);
      show(`Redis killed ${audits.length} times, journal in ${kind}`, sum);
      expect(sum).toMatchObject({ doubled: 0, contradictions: [] });
      expect(sum.unknown).toBeLessThanOrEqual(audits.length * 2 * 2 * CONCURRENCY);
      // A queue without Redis interrupts nothing.
      if (kind === 'postgres') expect(sum).toMatchObject({ succeeded: sum.operations });
    }, 600_000);
  },
);
