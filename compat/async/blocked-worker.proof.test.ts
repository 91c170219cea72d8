import { expect, test } from '@jest/globals';
import { auditExchange } from '../journal/audit-exchange.js';
import { show } from '../journal/proof-size.js';
import { describeWithWorkers } from './describe-with-workers.js';
import { finalOf, sendLater } from './send-later.js';
import { toLinkedBatch } from './to-linked-batch.js';

const OPERATIONS = 300;
const CONCURRENCY = 2 * 8;
/** Longer than the lease of a job, and the lock that BullMQ has on it. */
const BLOCKED_MS = 9_000;

describeWithWorkers(
  'A worker whose event loop is blocked for longer than its lock lasts',
  { framework: 'koa', concurrency: 2, workMs: 10 },
  (setting, kind) => {
    test('doubles nothing, and takes jobs again afterwards', async () => {
      const { processes, ledger } = setting();
      const key = `${kind}-blocked`;
      await processes.first.arm({ point: 'before effect', nth: 30, action: 'block', ms: BLOCKED_MS });
      const monitor = await sendLater(processes.web.origin, toLinkedBatch(key, OPERATIONS));
      const final = await finalOf(monitor);
      expect(processes.second.resumed.length).toBeGreaterThan(0);

      await processes.second.kill();
      const next = `${kind}-after-blocked`;
      const after = await finalOf(await sendLater(processes.web.origin, toLinkedBatch(next, OPERATIONS)));
      // Whatever the blocked worker had started has taken effect by now.
      const audit = auditExchange({ key, operations: OPERATIONS }, final, await ledger.count(key));
      show(`blocked, ${kind}`, audit);
      expect(audit).toMatchObject({ doubled: 0, contradictions: [] });
      expect(audit.unknown).toBeGreaterThan(0);
      expect(audit.unknown).toBeLessThanOrEqual(2 * CONCURRENCY);
      expect(
        auditExchange({ key: next, operations: OPERATIONS }, after, await ledger.count(next)),
      ).toMatchObject({ succeeded: OPERATIONS, doubled: 0, contradictions: [] });
    }, 120_000);
  },
);
