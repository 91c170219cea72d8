import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { readPage } from './read-page.js';

const PAGE = readPage('docs/recipes/workers.md');
const SIMULATE = fileURLToPath(new URL('../../bench/scale/simulate.mjs', import.meta.url));

function runSimulation(...options: readonly string[]): Promise<{ readonly stdout: string }> {
  return promisify(execFile)(process.execPath, [SIMULATE, ...options]);
}

/** Returns a column of the table that the simulation prints. */
function columnOf(table: string, index: number): string[] {
  const [, , ...rows] = table.trim().split('\n');
  return rows.map((row) => row.split('|')[index]?.trim() ?? '');
}

test('docs/recipes/workers.md shows what the simulation prints', async () => {
  const { stdout } = await runSimulation();
  expect(PAGE.blocks.find(({ info }) => info === 'text sizing')?.code).toBe(stdout.trim());
});

test('more processor time needs more workers, and less retention less memory', async () => {
  const workers = columnOf((await runSimulation('--milliseconds', '10')).stdout, 3);
  const { stdout } = await runSimulation('--milliseconds', '1', '--retention', '1');
  expect(Number(workers.at(-1)?.replace(',', ''))).toBeGreaterThan(
    3 * Number(columnOf(stdout, 3).at(-1)?.replace(',', '')),
  );
  expect(columnOf(stdout, 6).at(-1)).toMatch(/^\d{3} GB$/);
  await expect(runSimulation('--peak', '0')).rejects.toThrow('--peak must be a positive number, got 0');
});
