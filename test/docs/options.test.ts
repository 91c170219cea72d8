import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { BatchOptions, BulkOptions } from '@multistatus/core';
import { batch } from '@multistatus/express';
import { resolveBulkSettings } from '#core/bulk/resolve-bulk-options.js';
import { HEADER_OPTION_NAMES } from '#core/options/resolve-headers.js';
import { isAdaptive, resolveLimits } from '#core/options/resolve-limits.js';
import { resolveOptions } from '#core/options/resolve-options.js';
import { HEADER_TABLE } from '#wire/header-rules.js';
import { runProgram } from './run-program.js';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const [, BULK_SECTION = ''] = /^## [^\n]*\bbulk\b[^\n]*\n(.*?)^## /ims.exec(README) ?? [];
const [, BATCH_SECTION = ''] = /^## Options\n(.*?)^## /ms.exec(README) ?? [];

/** Returns the rows of the table whose first column has this heading, as cells without padding. */
function rowsOf(section: string, heading: string): string[][] {
  const lines = section.split('\n');
  const start = lines.findIndex((line) => line.startsWith('|') && line.split('|')[1]?.trim() === heading);
  const rows: string[][] = [];
  for (const line of lines.slice(start + 2)) {
    if (!line.startsWith('|')) break;
    rows.push(
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  }
  return rows;
}

function namesIn(rows: readonly string[][]): string[] {
  return rows.flatMap(([names = '']) => [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => name));
}

/** Returns the names of all options, as the message about an unknown one lists them. */
function knownOptions(create: (options: object) => unknown): string[] {
  try {
    create({ zebra: 1 });
  } catch (error) {
    const [, names = ''] = /the options are (.*)$/.exec(String(error)) ?? [];
    return names.split(', ').toSorted();
  }
  return [];
}

function limitsIn(section: string): Record<string, number | 'auto'> {
  const rows = rowsOf(section, 'member of `limits`');
  return Object.fromEntries(
    rows.map(([name = '', , value = '']) => [
      name.replaceAll('`', ''),
      value === "`'auto'`" ? 'auto' : Number(value.replaceAll(' ', '')),
    ]),
  );
}

describe('README: the options of batch()', () => {
  test('each is in the table, and no other is', () => {
    const known = knownOptions((options) =>
      resolveOptions(options as BatchOptions, ['target', 'path', 'prepare']),
    );
    expect(known.length).toBeGreaterThan(10);
    expect(namesIn(rowsOf(BATCH_SECTION, 'option')).toSorted()).toEqual(known);
  });

  test('each member of headers is in its table', () => {
    expect(namesIn(rowsOf(BATCH_SECTION, 'member of `headers`'))).toEqual(HEADER_OPTION_NAMES);
  });

  test('each limit is in its table, with its default', () => {
    expect(isAdaptive()).toBe(true);
    expect(limitsIn(BATCH_SECTION)).toEqual({ ...resolveLimits(), concurrency: 'auto' });
  });

  test('the example throws the message that is shown', async () => {
    const [, example = ''] = /```js options\nbatch\((.*?)\);\n```/s.exec(BATCH_SECTION) ?? [];
    const { options } = (await runProgram(`export const options = ${example};`)) as { options: BatchOptions };
    expect(() => batch(options)).not.toThrow();
    const misspelt = { limits: { maxOperation: 1 } } as BatchOptions;
    expect(BATCH_SECTION).toContain(
      '`batch.limits.maxOperation is not an option; did you mean maxOperations?`',
    );
    expect(() => batch(misspelt)).toThrow(
      'batch.limits.maxOperation is not an option; did you mean maxOperations?',
    );
  });
});

describe('README: the options of bulk()', () => {
  const needed = { item: {}, handle: () => undefined };
  const resolve = (options: object): ReturnType<typeof resolveBulkSettings> =>
    resolveBulkSettings({ ...needed, ...options } as BulkOptions<unknown, object>);

  test('each is in the table, and no other is', () => {
    expect(namesIn(rowsOf(BULK_SECTION, 'option')).toSorted()).toEqual(knownOptions(resolve));
  });

  test('each limit is in its table, with its default', () => {
    expect(limitsIn(BULK_SECTION)).toEqual({ ...resolve({}).limits, concurrency: 'auto' });
  });
});

test('README: the headers that identify the client are those of the policy, in its order', () => {
  const [, section = ''] = /^### Who the client is\n(.*?)^## /ms.exec(README) ?? [];
  const [always = '', allowable = ''] = section
    .slice(section.indexOf('\n- '))
    .split('- Proxies, and some clients too');
  const [, names = ''] = allowable.split('name them: ');
  const listed = (text: string): string[] => [...text.matchAll(/`([a-z*-]+)`/g)].map(([, name = '']) => name);
  const known = (isFixed: true | undefined): string[] =>
    HEADER_TABLE.filter(([rule]) => rule.isIdentity === true && rule.isFixed === isFixed).flatMap(
      ([, text]) => text.split(' ').map((name) => name.replace(/-$/, '-*')),
    );
  expect(listed(always)).toEqual(known(true));
  expect(listed(names)).toEqual(known(undefined));
  expect(listed(always).length).toBeGreaterThan(50);
});
