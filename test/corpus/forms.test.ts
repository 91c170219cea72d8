// Answers in the form of servers that are not in the corpus, written for this test: each is read, compared with what
// another XML parser reads, validated, and inspected.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { runCli } from '../unit/cli/run-cli.js';
import { declareAnswer } from './declare-answer.js';
import { type Expected, OF_FORMS } from './expected.js';

const FOLDER = new URL('./forms/', import.meta.url);
const NAMES = readdirSync(FOLDER).map((file) => file.slice(0, -'.xml'.length));
const bytesOf = (name: string): Uint8Array => readFileSync(new URL(`${name}.xml`, FOLDER));
const expectedOf = (name: string): Expected => OF_FORMS[name] ?? {};

test('every expectation belongs to a file', () => {
  expect(Object.keys(OF_FORMS).filter((name) => !NAMES.includes(name))).toEqual([]);
});

for (const name of NAMES) declareAnswer({ name, bytes: bytesOf(name) }, expectedOf(name));

test.each(NAMES)('inspect %s', async (name) => {
  const { failed = 0, removed = 0, redirected = 0, breaks = {} } = expectedOf(name);
  const { stdout, code } = await runCli(['inspect', '-'], { stdin: bytesOf(name) });
  const [, , counts = ''] = stdout.split('\n');
  const count = (word: string): number => Number(new RegExp(`(\\d+) ${word}`).exec(counts)?.[1] ?? 0);
  expect([count('failed'), count('removed'), count('redirected')]).toEqual([failed, removed, redirected]);
  const rules = Object.keys(breaks);
  const isWarned = rules.every((rule) => rule === 'X16' || rule === 'X30');
  expect(code).toBe(isWarned ? Math.sign(failed) : 2);
  if (rules.length === 0) expect(stdout).toContain('Findings: none, the document follows the rules.');
});
