import { expect, test } from '@jest/globals';
import { auditExchange } from './audit-exchange.js';
import { describeWithServers, type Setting } from './describe-with-servers.js';
import { show } from './proof-size.js';
import { type Document, sendOnce, sendUntilFinal } from './send-until-final.js';
import { toBatch } from './to-batch.js';

const OPERATIONS = 300;
const CONCURRENCY = 8;
const LEASE_MS = 1_000;
const MIDDLE = OPERATIONS / 2;

describeWithServers(
  'A server that loses its lease',
  { first: { framework: 'express', leaseMs: LEASE_MS }, second: { framework: 'express', leaseMs: LEASE_MS } },
  (setting, kind) => {
    test('because its event loop is blocked doubles nothing', async () => {
      const { pair, ledger } = setting();
      const key = `${kind}-blocked`;
      const request = { key, body: toBatch(key, OPERATIONS) };
      await pair.first.arm({ point: 'before effect', nth: MIDDLE, action: 'block', ms: 4 * LEASE_MS });
      const first = sendUntilFinal(() => [pair.first.origin], request);
      while ((await ledger.count(key)).size === 0);
      const second = await sendUntilFinal(() => [pair.second.origin], request);
      await expectTruth('blocked', setting(), { key, late: (await first).final, final: second.final });
    });

    test('because it is stopped doubles nothing', async () => {
      const { pair } = setting();
      const key = `${kind}-stopped`;
      const request = { key, body: toBatch(key, OPERATIONS) };
      await pair.first.arm({ point: 'before effect', nth: MIDDLE, action: 'report' });
      const reached = pair.first.reached();
      const first = sendUntilFinal(() => [pair.first.origin], request);
      await reached;
      pair.first.signal('SIGSTOP');
      const second = await sendUntilFinal(() => [pair.second.origin], request);
      pair.first.signal('SIGCONT');
      pair.first.go();
      await expectTruth('stopped', setting(), { key, late: (await first).final, final: second.final });
    });
  },
);

/** Checks both answers: that of the server that has lost its lease, and that of the one that went on. */
async function expectTruth(
  name: string,
  { ledger, store }: Setting,
  { key, late, final }: { readonly key: string; readonly late: Document; readonly final: Document },
): Promise<void> {
  const effects = await ledger.count(key);
  const [ofLate, ofFinal] = [late, final].map((each) =>
    auditExchange({ key, operations: OPERATIONS }, each, effects),
  );
  show(`${name}, ${store.kind}, the server that lost its lease`, ofLate ?? {});
  show(`${name}, ${store.kind}, the one that went on`, ofFinal ?? {});
  expect(final.isReplayed).toBe(false);
  expect(ofLate).toMatchObject({ doubled: 0, notRun: 0, contradictions: [] });
  expect(ofFinal).toMatchObject({ doubled: 0, notRun: 0, contradictions: [] });
  expect(ofFinal?.unknown).toBeGreaterThan(0);
  expect(ofFinal?.unknown).toBeLessThanOrEqual(CONCURRENCY);
}

describeWithServers(
  'A server whose clock is an hour ahead',
  {
    first: { framework: 'koa', leaseMs: LEASE_MS, clock: 'ahead' },
    second: { framework: 'express', leaseMs: LEASE_MS },
  },
  (setting, kind) => {
    test('takes over nothing that runs', async () => {
      const { pair, ledger } = setting();
      const key = `${kind}-taken-by-ahead`;
      const request = { key, body: toBatch(key, OPERATIONS) };
      await pair.second.arm({ point: 'before effect', nth: MIDDLE, action: 'report' });
      const reached = pair.second.reached();
      const owner = sendUntilFinal(() => [pair.second.origin], request);
      await reached;
      await expectInProgress(pair.first.origin, request);
      pair.second.go();
      const { final } = await owner;
      const audit = auditExchange({ key, operations: OPERATIONS }, final, await ledger.count(key));
      expect(audit).toMatchObject({ succeeded: OPERATIONS, doubled: 0, contradictions: [] });
    });

    test('keeps what it runs until it is killed', async () => {
      const { pair, ledger } = setting();
      const key = `${kind}-owned-by-ahead`;
      const request = { key, body: toBatch(key, OPERATIONS) };
      await pair.first.arm({ point: 'before effect', nth: MIDDLE, action: 'report' });
      const reached = pair.first.reached();
      const exchange = sendUntilFinal(() => pair.origins(), request);
      await reached;
      await expectInProgress(pair.second.origin, request);
      await pair.first.kill();
      const { final } = await exchange;
      const audit = auditExchange({ key, operations: OPERATIONS }, final, await ledger.count(key));
      show(`clock ahead, killed, ${kind}`, audit);
      expect(audit).toMatchObject({ doubled: 0, notRun: 0, contradictions: [] });
      expect(audit.unknown).toBeLessThanOrEqual(CONCURRENCY);
    });
  },
);

/** Checks that a server answers 409 for longer than a lease is. */
async function expectInProgress(origin: string, request: Parameters<typeof sendOnce>[1]): Promise<void> {
  const end = performance.now() + 2 * LEASE_MS;
  do expect(await sendOnce(origin, request)).toMatchObject({ status: 409 });
  while (performance.now() < end);
}
