import { expect, test } from '@jest/globals';
import { type Audit, auditExchange, sumOf } from '../journal/audit-exchange.js';
import { Ledger } from '../journal/ledger.js';
import { type PostgresCrash, toPostgresStore } from '../journal/postgres-store.js';
import { SEED, show, sized } from '../journal/proof-size.js';
import { startRedis } from '../journal/redis-server.js';
import { describeWithPostgres } from '../postgres/describe-with-postgres.js';
import { findPostgres, startPostgres } from '../postgres/postgres-server.js';
import { Random } from '../postgres/random.js';
import { AppProcesses } from './app-processes.js';
import { finalOf, sendLater } from './send-later.js';
import { toLinkedBatch } from './to-linked-batch.js';

const OPERATIONS = 200;
const CONCURRENCY = 2 * 8;
const POINTS = { 'after begin': 1, 'before effect': 40, 'before settle': 5, 'after settle': 5 } as const;

/** The server of the effects is another one: it does not crash. */
describeWithPostgres('PostgreSQL with the journal, which crashes in the middle of a batch', (postgres) => {
  test.each<PostgresCrash>(['immediate shutdown', 'backend killed'])(
    '%s: loses and doubles nothing',
    async (crash) => {
      const ledger = await Ledger.open(postgres(), `effects_${crash.replaceAll(' ', '_')}`);
      const server = await startPostgres(findPostgres());
      const store = toPostgresStore(server, crash);
      const queue = await startRedis();
      const processes = await AppProcesses.start({
        framework: 'express',
        concurrency: 2,
        workMs: 10,
        store: store.address,
        effects: ledger.connection,
        queue: queue.address,
      });
      try {
        const random = new Random(SEED);
        const audits: Audit[] = [];
        const rounds = sized({ short: 1, long: 5 });
        for (let round = 0; round < rounds; round += 1) {
          for (const [point, times] of Object.entries(POINTS)) {
            const key = `${crash}-${point}-${round}`.replaceAll(' ', '-');
            await processes.first.arm({ point, nth: 1 + random.below(times), action: 'report' });
            const reached = processes.first.reached();
            const monitor = await sendLater(processes.web.origin, toLinkedBatch(key, OPERATIONS));
            await reached;
            const crashed = store.crash();
            processes.first.go();
            await crashed;
            const final = await finalOf(monitor);
            audits.push(auditExchange({ key, operations: OPERATIONS }, final, await ledger.count(key)));
          }
        }
        const sum = sumOf(audits);
        show(`PostgreSQL (${crash}) crashed ${audits.length} times`, sum);
        expect(sum).toMatchObject({ operations: audits.length * OPERATIONS, doubled: 0, contradictions: [] });
        expect(sum.unknown).toBeLessThanOrEqual(audits.length * 2 * CONCURRENCY);
      } finally {
        await processes.close();
        await queue.stop();
        await server.stop();
        await ledger.close();
      }
    },
    600_000,
  );
});
