import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { conformanceCases } from '../conformance/cases/index.js';
import { type ConformanceRun, casesWithoutNode } from './run-conformance.js';

jest.setTimeout(120_000);

const run = promisify(execFile);
const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
/** Beside the test, so that its imports lead to the packages as they are built. */
const BUNDLE = pathOf(`./.conformance-${process.pid}.mjs`);

beforeAll(async () => {
  const esbuild = createRequire(import.meta.url).resolve('esbuild/bin/esbuild');
  const flags = ['--bundle', '--format=esm', '--platform=node', '--packages=external'];
  const defines = ['Buffer', 'setImmediate'].map((name) => `--define:${name}=suite.${name}`);
  await run(esbuild, [pathOf('./run-conformance.ts'), ...flags, ...defines, `--outfile=${BUNDLE}`]);
});
afterAll(() => rmSync(BUNDLE, { force: true }));

test('the cases pass on a fetch handler without the globals of Node and without code generation', async () => {
  const program = pathOf('./conformance-without-node.mjs');
  const flags = ['--disallow-code-generation-from-strings', program, BUNDLE];
  const { stdout } = await run(process.execPath, flags);
  const { ran, failures } = JSON.parse(stdout) as ConformanceRun;
  process.stdout.write(`${ran} of ${conformanceCases.length} cases ran without the globals of Node\n`);
  expect(failures).toEqual([]);
  expect(ran).toBe(casesWithoutNode.length);
});
