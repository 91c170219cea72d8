import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { percentile, randomNumbers, simulate } from '../support/simulated-endpoint.js';

const PAGE = readFileSync(new URL('../../docs/reference/concurrency.md', import.meta.url), 'utf8');
const SETTINGS = ['8', '12', '16', '32', '100', 'auto'];
const POOL = { places: 10, leastMs: 1, mostMs: 5 };
const WAITING = { places: Number.POSITIVE_INFINITY, leastMs: 5, mostMs: 6 };
const COMPUTING = { places: 1, leastMs: 1, mostMs: 1 };
const WORLDS = { POOL, WAITING, COMPUTING };
const CASES: readonly [row: string, world: keyof typeof WORLDS, clients: number][] = [
  ['10 connections, 1 client', 'POOL', 1],
  ['10 connections, 2 clients', 'POOL', 2],
  ['10 connections, 4 clients', 'POOL', 4],
  ['waits 5 ms, 1 client', 'WAITING', 1],
  ['waits 5 ms, 4 clients', 'WAITING', 4],
  ['computes 1 ms, 1 client', 'COMPUTING', 1],
];

/** Returns the milliseconds that a single request and a batch take, for each setting. */
function simulated(name: keyof typeof WORLDS, clients: number): number[] {
  const { places, leastMs, mostMs } = WORLDS[name];
  return SETTINGS.flatMap((setting) => {
    const random = randomNumbers(21);
    const { singles, batches } = simulate({
      places,
      serviceMs: () => leastMs + (mostMs - leastMs) * random(),
      operations: 100,
      clients,
      seconds: 30,
      concurrency: setting === 'auto' ? setting : Number(setting),
    });
    return [percentile(singles, 0.99), percentile(batches.slice(batches.length / 2), 0.5)];
  });
}

// Another release of V8 may compute another last digit of a logarithm, and take another path from there.
test.each(CASES)(
  'docs/reference/concurrency.md shows what the simulation computes: %s',
  (row, name, clients) => {
    const line = PAGE.split('\n').find((each) => each.startsWith(`| ${row} `)) ?? '';
    const shown = [...line.slice(row.length + 2).matchAll(/[\d.]+/g)].map(([figure]) => Number(figure));
    const computed = simulated(name, clients);
    expect(shown).toHaveLength(computed.length);
    for (const [at, figure] of computed.entries()) {
      expect(Math.abs((shown[at] ?? 0) - figure)).toBeLessThanOrEqual(0.15 * figure + 0.5);
    }
  },
);
