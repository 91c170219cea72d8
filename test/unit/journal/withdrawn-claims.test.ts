import { describe, expect, test } from '@jest/globals';
import { createBatchEndpoint, type Journal, type JournalEntry } from '@multistatus/core/adapter';
import { createJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import { toEnvelope } from '../core/to-envelope.js';

const REQUEST = { principal: 'ana', key: 'k', fingerprint: 'f' };

async function open(journal: Journal): Promise<JournalEntry> {
  const opened = await journal.open(REQUEST);
  if (opened.state !== 'open') throw new Error(`The entry is ${opened.state}`);
  return opened.entry;
}

describe('A claim that is withdrawn', () => {
  test('is unknown to the next attempt, unless an earlier one had made it', async () => {
    const journal = createJournal({ store: memoryStore(), identify: 'anyone-with-the-url' });
    const claim = (unit: number) => ({ unit });
    const first = await open(journal);
    await first.claim([claim(0), claim(1)]);
    expect(await first.withdraw(0)).toBe(true);
    await first.end(undefined);
    const second = await open(journal);
    expect([...second.claimed.keys()]).toEqual([1]);
    await second.claim([claim(1)]);
    expect(await second.withdraw(1)).toBe(true);
    await second.end(undefined);
    expect([...(await open(journal)).claimed.keys()]).toEqual([1]);
    journal.close();
  });
});

/** Runs a batch of one PUT that ends while the operation is claimed, and returns its outcome and the calls of the entry. */
async function endWhileClaiming(claimed: JournalEntry['claimed']) {
  const calls: string[] = [];
  const entry: JournalEntry = {
    batchId: 'b',
    total: undefined,
    isResumed: claimed.size > 0,
    claimed,
    read: async () => new Map(),
    claim: () => new Promise(() => undefined),
    settle: async () => {
      calls.push('settle');
      return true;
    },
    settleWithin: async () => true,
    withdraw: async (unit) => {
      calls.push(`withdraw ${unit}`);
      return true;
    },
    end: async (total) => {
      calls.push(`end ${total}`);
    },
  };
  const journal: Journal = {
    identify: () => 'ana',
    maxStoredBodyBytes: 100,
    digest: () => 'd',
    open: async () => ({ state: 'open', entry }),
    isShared: async () => false,
  };
  const endpoint = createBatchEndpoint({ journal, limits: { batchTimeoutMs: 1 } });
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': '"k"',
    accept: 'application/json',
  };
  const text = JSON.stringify({ requests: [{ method: 'PUT', url: '/a' }] });
  const answer = await endpoint.handle(toEnvelope({ text, headers }), () => {
    throw new Error('The operation must not run');
  });
  const { responses } = JSON.parse(answer.body as string) as { responses: unknown[] };
  return { response: responses[0], calls };
}

describe('A batch that ends while an operation is claimed', () => {
  test('withdraws the claim: the next attempt runs the operation', async () => {
    const { response, calls } = await endWhileClaiming(new Map());
    expect(response).toMatchObject({ status: 503, body: { executed: false } });
    expect(calls).toEqual(['withdraw 0', 'end undefined']);
  });

  test('does not say that the operation did not run, if it may have run in an earlier attempt', async () => {
    const { response, calls } = await endWhileClaiming(new Map([[0, { unit: 0 }]]));
    expect(response).toMatchObject({ status: 500, body: { executed: 'unknown' } });
    expect(calls).toEqual(['withdraw 0', 'end undefined']);
  });
});
