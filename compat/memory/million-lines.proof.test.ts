import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';

const BENCH = fileURLToPath(new URL('../../bench/bulk-million-lines.mjs', import.meta.url));

interface Figures {
  readonly summary: object;
  /** Resident memory of the server: its median in the last third of the run by that in the middle third. */
  readonly flatness: number;
  readonly maxMegabytes: number;
}

// Less than a third of what the program sends by default. Its server is a process of its own, and its memory is read from
// outside.
describe.each(['express', 'koa'])('300 000 lines through %s', (framework) => {
  test('are all answered, in memory that does not grow', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [BENCH, '300000', framework, '--json']);
    const { summary, flatness } = JSON.parse(stdout) as Figures;
    expect(summary).toEqual({ total: 300_000, succeeded: 300_000, failed: 0, other: 0 });
    expect(flatness).toBeLessThan(1.2);
  }, 120_000);
});
