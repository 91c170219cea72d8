import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { describeWithPostgres } from '../postgres/describe-with-postgres.js';
import { Random } from '../postgres/random.js';
import { type Audit, auditExchange, sumOf } from './audit-exchange.js';
import { Ledger } from './ledger.js';
import { toPostgresStore } from './postgres-store.js';
import { SEED, show, sized } from './proof-size.js';
import { startRedis } from './redis-server.js';
import { sendUntilFinal } from './send-until-final.js';
import { ServerPair } from './server-pair.js';
import type { ServerSettings } from './server-process.js';
import type { StoreServer } from './store-server.js';
import { type Grouping, toBatch } from './to-batch.js';

const LEASE_MS = 1_000;
const POINTS = ['before commit', 'after commit'] as const;

describeWithPostgres('A server that is killed around a COMMIT', (postgres) => {
  let ledger: Ledger;
  let pair: ServerPair | undefined;
  let redis: StoreServer | undefined;
  beforeAll(async () => {
    // The table of effects is in the database of the journal: its transactions commit both.
    ledger = await Ledger.open(postgres(), postgres().connection.database);
    redis = await startRedis();
  });
  afterAll(async () => {
    await ledger.close();
    await redis?.stop();
  });

  const serve = async (settings: Pick<ServerSettings, 'store' | 'everyOperation'>): Promise<ServerPair> => {
    pair = await ServerPair.start({
      framework: 'express',
      effects: ledger.connection,
      leaseMs: LEASE_MS,
      ...settings,
    });
    return pair;
  };
  const inPostgres = (): StoreServer => toPostgresStore(postgres());
  afterAll(async () => {
    await pair?.close();
  });

  describe('with the journal in the database of the handlers', () => {
    test.each(POINTS)('runs a group exactly once: killed %s', async (point) => {
      const servers = await serve({ store: inPostgres().address });
      const audit = await killAt(servers, ledger, {
        key: `group ${point}`,
        operations: 3,
        grouping: 'one group',
        point,
        nth: 1,
      });
      expect(audit).toMatchObject({ effects: 3, doubled: 0, succeeded: 3, unknown: 0, contradictions: [] });
      await servers.close();
    });

    test('runs each of 300 operations exactly once, with everyOperation', async () => {
      const servers = await serve({ store: inPostgres().address, everyOperation: true });
      const random = new Random(SEED);
      const audits: Audit[] = [];
      const moments = sized({ short: 2, long: 20 });
      for (let moment = 0; moment < moments; moment += 1) {
        await servers.revive();
        const point = POINTS[moment % 2] ?? 'before commit';
        const batch = {
          key: `each ${moment}`,
          operations: 300,
          grouping: 'single',
          point,
          nth: 1 + random.below(300),
        } as const;
        audits.push(await killAt(servers, ledger, batch));
      }
      const sum = sumOf(audits);
      show(`everyOperation, killed ${moments} times`, sum);
      const all = moments * 300;
      expect(sum).toMatchObject({ effects: all, doubled: 0, succeeded: all, unknown: 0, contradictions: [] });
      await servers.close();
    }, 300_000);
  });

  describe('with the journal in Redis', () => {
    test.each([
      ['before commit', 0],
      ['after commit', 3],
    ] as const)('doubles nothing, and says that it does not know: killed %s', async (point, effects) => {
      const servers = await serve({ store: redis?.address ?? {} });
      const batch = {
        key: `redis group ${point}`,
        operations: 3,
        grouping: 'one group',
        point,
        nth: 1,
      } as const;
      const audit = await killAt(servers, ledger, batch);
      expect(audit).toMatchObject({ effects, doubled: 0, succeeded: 0, unknown: 3, contradictions: [] });
      await servers.close();
    });
  });
});

/** Sends a batch to a pair of servers of which the first is killed at a COMMIT, and audits the final answer. */
async function killAt(
  servers: ServerPair,
  ledger: Ledger,
  {
    key: name,
    operations,
    grouping,
    point,
    nth,
  }: {
    readonly key: string;
    readonly operations: number;
    readonly grouping: Grouping;
    readonly point: (typeof POINTS)[number];
    readonly nth: number;
  },
): Promise<Audit> {
  const key = name.replaceAll(' ', '-');
  // The first group of a process also finds out which database its transactions are in, by a transaction.
  const warmUp = `${key}-warm-up-${nth}`;
  await sendUntilFinal(() => [servers.first.origin], { key: warmUp, body: toBatch(warmUp, 1, 'one group') });
  await servers.first.arm({ point, nth, action: 'kill' });
  const { final, lost } = await sendUntilFinal(() => servers.origins(), {
    key,
    body: toBatch(key, operations, grouping),
  });
  expect(lost).toBeGreaterThan(0);
  expect(servers.first.hasEnded).toBe(true);
  return auditExchange({ key, operations }, final, await ledger.count(key));
}
