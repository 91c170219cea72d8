import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { describeWithPostgres } from '../postgres/describe-with-postgres.js';
import { findPostgres, type PostgresServer, startPostgres } from '../postgres/postgres-server.js';
import { Random } from '../postgres/random.js';
import { type Audit, auditExchange, sumOf, sumOfExchanges } from './audit-exchange.js';
import { Ledger } from './ledger.js';
import { toPostgresStore } from './postgres-store.js';
import { SEED, show, sized } from './proof-size.js';
import { startRedis } from './redis-server.js';
import { type Exchange, sendUntilFinal } from './send-until-final.js';
import { ServerPair } from './server-pair.js';
import type { StoreServer } from './store-server.js';
import { toBatch } from './to-batch.js';

const LEASE_MS = 1_000;
const OPERATIONS = 100;
const CONCURRENCY = 8;
/** How often a batch comes to each call of the store, at least. */
const POINTS = {
  'before begin': 1,
  'after begin': 1,
  'before claim': 1,
  'after claim': 1,
  'before settle': OPERATIONS / CONCURRENCY,
  'after settle': OPERATIONS / CONCURRENCY,
} as const;

const STORES = {
  'Redis with appendfsync always': () => startRedis('always'),
  'Redis with appendfsync everysec': () => startRedis('everysec'),
  'PostgreSQL, as a whole': async () => toStore(await startPostgres(findPostgres()), 'immediate shutdown'),
  'PostgreSQL, one process': async () => toStore(await startPostgres(findPostgres()), 'backend killed'),
} as const;

/** The server of the effects is another one: it does not crash. */
describeWithPostgres('A store that crashes in the middle of a batch', (postgres) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await Ledger.open(postgres());
  });
  afterAll(() => ledger.close());

  describe.each(Object.keys(STORES) as (keyof typeof STORES)[])('%s', (name) => {
    let store: StoreServer | undefined;
    let pair: ServerPair | undefined;
    beforeAll(async () => {
      store = await STORES[name]();
      pair = await ServerPair.start({
        framework: 'express',
        store: store.address,
        effects: ledger.connection,
        leaseMs: LEASE_MS,
      });
    }, 60_000);
    afterAll(async () => {
      await pair?.close();
      await store?.stop();
    });

    test('doubles nothing, and makes no answer untrue', async () => {
      const random = new Random(SEED);
      const rounds = sized({ short: 1, long: 5 });
      const audits: Audit[] = [];
      const exchanges: Exchange[] = [];
      for (let round = 0; round < rounds; round += 1) {
        for (const [point, times] of Object.entries(POINTS)) {
          const key = `${name} ${point} ${round}`.replaceAll(/\W+/g, '-');
          const nth = 1 + random.below(Math.floor(times));
          const exchange = await crashAt(
            { pair: pair as ServerPair, store: store as StoreServer, ledger },
            key,
            {
              point,
              nth,
            },
          );
          audits.push(
            auditExchange({ key, operations: OPERATIONS }, exchange.final, await ledger.count(key)),
          );
          exchanges.push(exchange);
        }
      }
      const sum = sumOf(audits);
      show(`${name} crashed ${audits.length} times`, { ...sum, ...sumOfExchanges(exchanges) });
      expect(sum).toMatchObject({ doubled: 0, notRun: 0, contradictions: [] });
      expect(sum.unknown).toBeLessThanOrEqual(audits.length * CONCURRENCY);
      const { unavailable, incomplete } = sumOfExchanges(exchanges);
      expect(unavailable + incomplete).toBeGreaterThan(0);
    }, 300_000);
  });
});

function toStore(server: PostgresServer, crash: Parameters<typeof toPostgresStore>[1]): StoreServer {
  return { ...toPostgresStore(server, crash), stop: () => server.stop() };
}

/** Sends a batch, and crashes the store when the first server comes to a point. */
async function crashAt(
  {
    pair,
    store,
    ledger,
  }: { readonly pair: ServerPair; readonly store: StoreServer; readonly ledger: Ledger },
  key: string,
  at: { readonly point: string; readonly nth: number },
): Promise<Exchange> {
  await pair.first.arm({ ...at, action: 'report' });
  const reached = pair.first.reached();
  const sent = sendUntilFinal(
    () => pair.origins(),
    { key, body: toBatch(key, OPERATIONS) },
    async (document) => {
      const { contradictions } = auditExchange(
        { key, operations: OPERATIONS },
        document,
        await ledger.count(key),
      );
      expect(contradictions).toEqual([]);
    },
  );
  await reached;
  const crashed = store.crash();
  pair.first.go();
  await crashed;
  return sent;
}
