import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { PROBLEM_TYPES } from '@multistatus/core';
import { runProgram } from './run-program.js';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const CORE = read('packages/core/README.md');

describe.each(['core', 'inject'])('README of %s', (name) => {
  test('its program prints what stands below it', async () => {
    const [, program = '', output] =
      /```js\n(.*?)```\n\n```text\n(.*?)```/s.exec(read(`packages/${name}/README.md`)) ?? [];
    const lines: string[] = [];
    await runProgram(program, (...values) => lines.push(`${values.join(' ')}\n`));
    expect(lines.join('')).toBe(output);
  });
});

describe('problem types', () => {
  const slugs = Object.keys(PROBLEM_TYPES);

  test('each has its heading in the README of core, and no heading is left over', () => {
    expect([...CORE.matchAll(/^## (\S+)$/gm)].map(([, slug]) => slug)).toEqual(slugs);
  });

  test('each stands in the table of the root README with its status', () => {
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

  test('every code of a fault stands in the README of core', () => {
    const sources = [
      'batch-shape',
      'assign-ids',
      'read-operation',
      'operation-url',
      'operation-headers',
      'operation-body',
    ];
    const codes = sources.flatMap((name) =>
      [...read(`packages/core/src/${name}.ts`).matchAll(/(?:code: |fault\([A-Z_]+, )'([a-z-]+)'/g)].map(
        ([, code]) => code,
      ),
    );
    expect(codes.length).toBeGreaterThan(20);
    for (const code of codes) expect(CORE).toContain(`\`${code}\``);
  });
});
