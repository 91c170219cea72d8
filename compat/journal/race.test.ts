import { expect, test } from '@jest/globals';
import { auditExchange, sumOf, sumOfExchanges } from './audit-exchange.js';
import { describeWithServers } from './describe-with-servers.js';
import { show } from './proof-size.js';
import { sendUntilFinal } from './send-until-final.js';
import { toBatch } from './to-batch.js';

const KEYS = 20;
const SENDERS = 40;
const OPERATIONS = 3;
/** Longer than 800 requests at once take on a busy machine. */
const LEASE_MS = 60_000;

describeWithServers(
  '40 senders on each of 20 keys, at two servers',
  { first: { framework: 'express', leaseMs: LEASE_MS }, second: { framework: 'koa', leaseMs: LEASE_MS } },
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
