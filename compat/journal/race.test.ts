import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BegunEntry } from '@multistatus/journal';
import { createTables, postgresStore } from '@multistatus/journal/postgres';
import { Pool } from 'pg';
import { describeWithPostgres } from '../postgres/describe-with-postgres.js';
import { auditExchange, sumOf, sumOfExchanges } from './audit-exchange.js';
import { describeWithServers } from './describe-with-servers.js';
import { show, sized } from './proof-size.js';
import { sendUntilFinal } from './send-until-final.js';
import { toBatch } from './to-batch.js';

const KEYS = 20;
const SENDERS = 40;
const OPERATIONS = 3;

describeWithServers(
  '40 senders on each of 20 keys, at two servers',
  { first: { framework: 'express', leaseMs: 10_000 }, second: { framework: 'koa', leaseMs: 10_000 } },
  (setting, kind) => {
    test('run each batch once, and all get the same answer', async () => {
      const { pair, ledger } = setting();
      const keys = Array.from({ length: KEYS }, (_, number) => `${kind}-race-${number}`);
      const sent = await Promise.all(
        keys.map((key) => {
          const request = { key, body: toBatch(key, OPERATIONS) };
          const senders = Array.from({ length: SENDERS }, (_, sender) => {
            const [first = '', second = ''] = pair.origins();
            return sendUntilFinal(() => (sender % 2 === 0 ? [first, second] : [second, first]), request);
          });
          return Promise.all(senders);
        }),
      );
      const audits = await Promise.all(
        sent.map(async ([exchange], number) => {
          const key = keys[number] ?? '';
          if (exchange === undefined) throw new Error('Nobody has sent anything');
          return auditExchange({ key, operations: OPERATIONS }, exchange.final, await ledger.count(key));
        }),
      );
      const sum = sumOf(audits);
      const ran = sent.map((exchanges) => exchanges.filter(({ final }) => !final.isReplayed).length);
      show(`${KEYS} keys, ${SENDERS} senders each, ${kind}`, { ...sum, ...sumOfExchanges(sent.flat()) });
      expect(ran).toEqual(keys.map(() => 1));
      expect(sent.map((exchanges) => new Set(exchanges.map(({ final }) => final.text)).size)).toEqual(
        keys.map(() => 1),
      );
      expect(sum).toMatchObject({ succeeded: KEYS * OPERATIONS, doubled: 0, contradictions: [] });
    });
  },
);

describeWithPostgres('begin of the store in PostgreSQL', (postgres) => {
  const pools: Pool[] = [];
  beforeAll(async () => {
    for (let number = 0; number < 2; number += 1) pools.push(new Pool({ ...postgres().connection, max: 40 }));
    await createTables(pools[0] as Pool);
  });
  afterAll(() => Promise.all(pools.map((pool) => pool.end())));

  describe('called by 100 owners at once', () => {
    test('begins each entry for one of them, and takes an abandoned one over for one', async () => {
      const keys = sized({ short: 50, long: 500 });
      const stores = pools.map((pool) => postgresStore(pool));
      for (let number = 0; number < keys; number += 1) {
        const race = async (): Promise<Record<BegunEntry['state'], number>> => {
          const counts = { begun: 0, resumed: 0, running: 0, finished: 0, mismatch: 0 };
          const begun = await Promise.all(
            Array.from({ length: 100 }, (_, racer) => begin(stores[racer % 2], number)),
          );
          for (const { state } of begun) counts[state] += 1;
          return counts;
        };
        expect(await race()).toEqual({ begun: 1, resumed: 0, running: 99, finished: 0, mismatch: 0 });
        await pools[0]?.query(`UPDATE multistatus.entries SET lease_end = now() - interval '1 s'`);
        expect(await race()).toEqual({ begun: 0, resumed: 1, running: 99, finished: 0, mismatch: 0 });
      }
    }, 120_000);
  });
});

function begin(store: ReturnType<typeof postgresStore> | undefined, number: number): Promise<BegunEntry> {
  if (store === undefined) throw new Error('There is no such store');
  return store.begin({
    ref: String(number).padStart(43, '0'),
    owner: randomUUID(),
    fingerprint: 'same',
    about: 'batch',
    leaseMs: 60_000,
    keepMs: 60_000,
  });
}
