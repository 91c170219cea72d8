import { expect, test } from '@jest/globals';
import { Random } from '../postgres/random.js';
import { type Audit, auditExchange, sumOf, sumOfExchanges } from './audit-exchange.js';
import { describeWithServers } from './describe-with-servers.js';
import { SEED, show, sized } from './proof-size.js';
import { type Exchange, sendUntilFinal } from './send-until-final.js';
import type { Fault } from './server-process.js';
import { toBatch } from './to-batch.js';

const OPERATIONS = 300;
const CONCURRENCY = 8;
const LEASE_MS = 1_000;

/** How often a batch comes to each point, at least. */
const POINTS = {
  'before effect': OPERATIONS,
  'after effect': OPERATIONS,
  'before settle': OPERATIONS / CONCURRENCY,
  'after settle': OPERATIONS / CONCURRENCY,
} as const;

describeWithServers(
  'A server that is killed in the middle of a batch',
  {
    first: { framework: 'express', leaseMs: LEASE_MS },
    second: { framework: 'koa', leaseMs: LEASE_MS },
  },
  (setting, kind) => {
    test('doubles nothing, and says of each operation what is true', async () => {
      const { pair, ledger } = setting();
      const random = new Random(SEED);
      const audits: Audit[] = [];
      const exchanges: Exchange[] = [];
      const moments = sized({ short: 4, long: 20 });
      for (let moment = 0; moment < moments; moment += 1) {
        const key = `${kind}-killed-${moment}`;
        const request = { key, body: toBatch(key, OPERATIONS) };
        await pair.revive();
        await pair.first.arm(randomFault(random));
        const exchange = await sendUntilFinal(() => pair.origins(), request);
        expect(pair.first.hasEnded).toBe(true);
        const effects = await ledger.count(key);
        audits.push(auditExchange({ key, operations: OPERATIONS }, exchange.final, effects));
        exchanges.push(exchange);

        const replay = await sendUntilFinal(() => [pair.second.origin], request);
        expect(replay.final).toEqual({ ...exchange.final, isReplayed: true });
        expect(await ledger.count(key)).toEqual(effects);
      }
      const sum = sumOf(audits);
      show(`killed ${moments} times, ${kind}`, { ...sum, ...sumOfExchanges(exchanges) });
      expect(sum).toMatchObject({
        operations: moments * OPERATIONS,
        doubled: 0,
        notRun: 0,
        contradictions: [],
      });
      expect(sum.unknown).toBeGreaterThan(0);
      expect(sum.unknown).toBeLessThanOrEqual(moments * CONCURRENCY);
    }, 300_000);
  },
);

function randomFault(random: Random): Fault {
  const point = random.pick(Object.keys(POINTS) as (keyof typeof POINTS)[]);
  return { point, nth: 1 + random.below(Math.floor(POINTS[point])), action: 'kill' };
}
