import { expect, test } from '@jest/globals';
import { type Audit, auditExchange, sumOf } from '../journal/audit-exchange.js';
import { show, sized } from '../journal/proof-size.js';
import { describeWithWorkers } from './describe-with-workers.js';
import { finalOf, sendLater } from './send-later.js';
import { toLinkedBatch } from './to-linked-batch.js';

const OPERATIONS = 100;
const SENDERS = 2;

describeWithWorkers(
  'Workers that are replaced one by one under load',
  { framework: 'express', concurrency: 2, workMs: 10 },
  (setting, kind) => {
    test('lose, double and interrupt nothing', async () => {
      const { processes, ledger } = setting();
      const restarts = sized({ short: 4, long: 20 });
      let isReplacing = true;
      const sendAll = async (sender: number): Promise<readonly Audit[]> => {
        const audits: Audit[] = [];
        for (let count = 0; isReplacing || count === 0; count += 1) {
          const key = `${kind}-rolling-${sender}-${count}`;
          const monitor = await sendLater(processes.web.origin, toLinkedBatch(key, OPERATIONS));
          const final = await finalOf(monitor);
          audits.push(auditExchange({ key, operations: OPERATIONS }, final, await ledger.count(key)));
        }
        return audits;
      };
      const sent = Promise.all(Array.from({ length: SENDERS }, (_, sender) => sendAll(sender)));
      for (let restart = 0; restart < restarts; restart += 1)
        await processes.replace(restart % 2 === 0 ? 'first' : 'second');
      isReplacing = false;
      const audits = (await sent).flat();
      const sum = sumOf(audits);
      show(`workers replaced ${restarts} times, ${kind}`, sum);
      expect(sum).toMatchObject({
        operations: audits.length * OPERATIONS,
        succeeded: audits.length * OPERATIONS,
        doubled: 0,
        unknown: 0,
        notRun: 0,
        contradictions: [],
      });
    }, 600_000);
  },
);
