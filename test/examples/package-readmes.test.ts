import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { PROBLEM_TYPES } from '@multistatus/core';
import { runProgram } from './run-program.js';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const CORE = read('packages/core/README.md');

describe.each(['core', 'inspect'])('README of %s', (name) => {
  test('each program prints the output that is shown below it', async () => {
    const text = read(`packages/${name}/README.md`);
    const programs = [...text.matchAll(/```js\n(.*?)```\n\n```text\n(.*?)```/gs)];
    expect(programs.length).toBe(text.split('```js\n').length - 1);
    for (const [, program = '', output] of programs) {
      const lines: string[] = [];
      await runProgram(program, (...values) => lines.push(`${values.join(' ')}\n`));
      expect(lines.join('')).toBe(output);
    }
  });
});

describe('problem types', () => {
  const slugs = Object.keys(PROBLEM_TYPES);

  test('each has a heading in the README of core, and there are no other headings', () => {
    expect([...CORE.matchAll(/^## (\S+)$/gm)].map(([, slug]) => slug)).toEqual(slugs);
  });

  test('each is in the table of the root README with its status', () => {
    const rows = [...read('README.md').matchAll(/^\| `([a-z-]+)` +\| (\d{3}) +\| (false|unknown)/gm)];
    const table = Object.fromEntries(
      rows.map(([, slug, status, executed]) => [slug, `${status} ${executed}`]),
    );
    const expected = Object.entries(PROBLEM_TYPES).map(([slug, type]) => [
      slug,
      `${type.status} ${type.executed}`,
    ]);
    expect(table).toEqual(Object.fromEntries(expected));
  });

  test('every code of an issue is in the README of core', () => {
    const sources = [
      'validate/batch-shape',
      'validate/assign-ids',
      'validate/read-operation',
      'operation/operation-url',
      'validate/operation-headers',
      'validate/operation-body',
      'validate/read-references',
      'plan/plan',
      'plan/find-dependency-issue',
      'formats/read-json-body',
    ];
    const codes = sources.flatMap((name) =>
      [
        ...read(`packages/core/src/${name}.ts`).matchAll(
          /(?:code: |\badd\([^;]*?, |report\('\w+', |invalid\('\w+', |code = )'([a-z]+-[a-z-]+|empty|missing|fragment)'/g,
        ),
      ].map(([, code]) => code),
    );
    expect(codes.length).toBeGreaterThan(20);
    for (const code of codes) expect(CORE).toContain(`\`${code}\``);
  });
});
