import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { testWith } from '../../support/test-with.js';
import { runTool } from './run-tool.js';
import { type ShareServer, startShare } from './share-server.js';

/** The suites of litmus that are for a class 1 share, with how many tests each has in version 0.13. */
const SUITES = [
  // Class 2 is locks, which the share has not.
  { suite: 'basic', tests: 16, warnings: ['WARNING: server does not claim Class 2 compliance'] },
  { suite: 'copymove', tests: 13, warnings: [] },
  { suite: 'props', tests: 30, warnings: [] },
  { suite: 'http', tests: 4, warnings: [] },
];

describe.each(['/', '/deep/down'])('litmus on a share at %s', (mount) => {
  let share: ShareServer;
  let cwd: string;

  beforeAll(async () => {
    share = await startShare({ mount });
    cwd = await mkdtemp(join(tmpdir(), 'litmus-'));
  });

  afterAll(async () => {
    await share.close();
    await rm(cwd, { recursive: true });
  });

  testWith('litmus').each(SUITES)(
    'suite $suite passes, all $tests tests of it',
    async ({ suite, tests, warnings }) => {
      const env = { TESTS: suite };
      const { code, output } = await runTool('litmus', { arguments: [share.url], cwd, env });
      expect(summaryOf(output)).toEqual({ suite, tests, passed: tests, failed: 0 });
      expect(output.match(/WARNING.*|SKIPPED.*|FAIL.*/g) ?? []).toEqual(warnings);
      expect(code).toBe(0);
    },
  );
});

function summaryOf(output: string): unknown {
  const summary = /summary for `(\w+)': of (\d+) tests run: (\d+) passed, (\d+) failed/.exec(output);
  if (summary === null) throw new Error(`litmus has no summary:\n${output}`);
  const [, suite, tests, passed, failed] = summary;
  return { suite, tests: Number(tests), passed: Number(passed), failed: Number(failed) };
}
