import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { describeWithPostgres } from '../postgres/describe-with-postgres.js';
import { Random } from '../postgres/random.js';
import { type Audit, auditExchange, sumOf, sumOfExchanges } from './audit-exchange.js';
import { Ledger } from './ledger.js';
import { toPostgresStore } from './postgres-store.js';
import { SEED, show, sized } from './proof-size.js';
import { startRedis } from './redis-server.js';
import { type Exchange, sendUntilFinal } from './send-until-final.js';
import { ServerPair } from './server-pair.js';
import type { Fault } from './server-process.js';
import type { StoreServer } from './store-server.js';
import { toBatch } from './to-batch.js';

const OPERATIONS = 300;
const LEASE_MS = 500;
const CONCURRENCY = 8;

/** How often a batch comes to each point, at least. */
const POINTS = {
  'before effect': OPERATIONS,
  'after effect': OPERATIONS,
  'before settle': 20,
  'after settle': 20,
} as const;

describeWithPostgres('A server that is killed in the middle of a batch', (postgres) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await Ledger.open(postgres());
  });
  afterAll(() => ledger.close());

  describe.each(['redis', 'postgres'] as const)('with its journal in %s', (kind) => {
    let store: StoreServer;
    let pair: ServerPair;
    beforeAll(async () => {
      store = kind === 'redis' ? await startRedis() : toPostgresStore(postgres(), 'immediate shutdown');
      const settings = { store: store.address, effects: ledger.connection, leaseMs: LEASE_MS };
      pair = await ServerPair.start({ ...settings, framework: 'express' }, { ...settings, framework: 'koa' });
    });
    afterAll(async () => {
      await pair.close();
      await store.stop();
    });

    test('doubles nothing, and says of each operation what is true', async () => {
      const random = new Random(SEED);
      const audits: Audit[] = [];
      const exchanges: Exchange[] = [];
      const moments = sized({ short: 4, long: 20 });
      for (let moment = 0; moment < moments; moment += 1) {
        const key = `${kind}-killed-${moment}`;
        await pair.revive();
        await pair.first.arm(randomFault(random));
        const exchange = await sendUntilFinal(() => pair.origins(), { key, body: toBatch(key, OPERATIONS) });
        expect(pair.first.hasEnded).toBe(true);
        const effects = await ledger.count(key);
        audits.push(auditExchange(key, OPERATIONS, { final: exchange.final, effects }));
        exchanges.push(exchange);
        const replay = await sendUntilFinal(() => [pair.second.origin], {
          key,
          body: toBatch(key, OPERATIONS),
        });
        expect(replay.final.isReplayed).toBe(true);
        expect(replay.final.text).toBe(exchange.final.text);
        expect(await ledger.count(key)).toEqual(effects);
      }
      const sum = sumOf(audits);
      show(`killed ${moments} times, ${kind}`, { ...sum, ...sumOfExchanges(exchanges) });
      expect(sum).toMatchObject({
        operations: moments * OPERATIONS,
        doubled: 0,
        contradictions: [],
        notRun: 0,
      });
      expect(sum.unknown).toBeGreaterThan(0);
      expect(sum.unknown).toBeLessThanOrEqual(moments * CONCURRENCY);
    }, 300_000);
  });
});

function randomFault(random: Random): Fault {
  const point = random.pick(Object.keys(POINTS) as (keyof typeof POINTS)[]);
  return { point, nth: 1 + random.below(POINTS[point]), action: 'kill' };
}
