import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { describeWithServers } from './describe-with-servers.js';
import { show, sized } from './proof-size.js';
import { type UploadAnswer, upload } from './upload.js';

const CONCURRENCY = 8;
const SAMPLES = 100;

describeWithServers(
  'An NDJSON upload that is lost three times',
  { first: { framework: 'express', leaseMs: 1_000 }, second: { framework: 'koa', leaseMs: 1_000 } },
  (setting, kind) => {
    test('runs each item once, or says that it does not know', async () => {
      const { pair, ledger } = setting();
      const items = sized({ short: 5_000, long: 1_000_000 });
      const list = { key: `${kind}-upload`, items };
      const [first, second] = [pair.first.origin, pair.second.origin];
      const whole = () => false;

      await uploadTo(first, list, (lines) => lines >= items * 0.2);
      await uploadTo(second, list, (lines) => lines >= items * 0.4);
      await uploadTo(first, list, (lines) => {
        if (lines >= items * 0.6) process.kill(pair.first.pid, 'SIGKILL');
        return lines >= items * 0.6;
      });
      await pair.first.ended;
      const ranBefore = (await ledger.count(list.key)).size;
      expect(ranBefore).toBeLessThan(items);

      const memory: number[] = [];
      const { counts, summary } = await uploadTo(second, list, (lines) => {
        if (lines % Math.ceil(items / SAMPLES) === 0) memory.push(residentMegabytes(pair.second.pid));
        return false;
      });
      const effects = await ledger.count(list.key);
      const doubled = [...effects.values()].filter((times) => times > 1).length;
      const { unknown = 0, ...others } = counts;
      show(`${items} items, lost three times, ${kind}`, {
        effects: effects.size,
        doubled,
        unknown,
        ...others,
        ranBefore,
        megabytes: Math.round(Math.max(...memory)),
        flatness: flatnessOf(memory).toFixed(2),
      });
      expect(doubled).toBe(0);
      expect(unknown).toBeLessThanOrEqual(CONCURRENCY);
      expect(others).toEqual({ 204: items - unknown });
      expect(effects.size).toBeGreaterThanOrEqual(items - unknown);
      expect(summary).toMatchObject({ total: items, succeeded: items - unknown });

      const replay = await uploadTo(second, list, whole);
      expect(replay).toEqual({ status: 207, counts, summary });
      expect(await ledger.count(list.key)).toEqual(effects);
    }, 3_600_000);
  },
);

/** Uploads a list, again while it is still in progress elsewhere. */
async function uploadTo(
  origin: string,
  list: Parameters<typeof upload>[1],
  onLine: Parameters<typeof upload>[2],
): Promise<UploadAnswer> {
  for (;;) {
    const answer = await upload(origin, list, onLine);
    if (answer.status !== 409) return answer;
  }
}

function residentMegabytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1_000;
}

/** How much more is resident in the last third of a run than in the middle one. */
function flatnessOf(samples: readonly number[]): number {
  const median = (from: number, to: number): number => {
    const part = samples.slice(samples.length * from, samples.length * to).toSorted((a, b) => a - b);
    return part[Math.floor(part.length / 2)] ?? Number.NaN;
  };
  return median(2 / 3, 1) / median(1 / 3, 2 / 3);
}
