// No program and no printed answer of a page escapes the tests: each is run, or the page says why not.
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { allPages } from './pages.js';
import { ROOT, readPage } from './read-page.js';

const RUN = /^(?:docs\/|packages\/|README\.md$)/;
/** The kinds of blocks that `testPage` runs, compares or writes; and drawings. */
const KINDS: readonly RegExp[] = [
  /^sh$/,
  /^text$/,
  /^\w+ \S+\.\w+$/,
  /^(?:ts|js) (?:server|continued|client|setup|example)$/,
  /^\w+ output$/,
  /^\w+ log$/,
  /^\w+ request(?: \S+ \S+)?$/,
  /^\w+ answer(?: \d+)?$/,
  /^json statuses$/,
];

const pages = allPages()
  .filter((path) => RUN.test(path) && !path.startsWith('docs/reference/api/'))
  .map(readPage);

describe('Pages that a test of their own runs', () => {
  const owned = pages.filter(({ testedBy }) => testedBy !== undefined);
  test.each(owned)('$path: the test reads it', ({ path, testedBy = '' }) => {
    const file = new URL(testedBy, ROOT);
    expect(existsSync(file)).toBe(true);
    const test = readFileSync(file, 'utf8');
    const isNamed = test.includes(path) || test.includes(basename(path, '.md'));
    expect(isNamed).toBe(true);
  });
});

test('no page has the marks of an unfinished merge', () => {
  const marked = allPages().filter((path) =>
    // As they are, and as the formatter makes quotations of them.
    /^(?:<{7} |={7}$|>{7} |(?:> ){6}>? ?\S)/m.test(readFileSync(new URL(path, ROOT), 'utf8')),
  );
  expect(marked).toEqual([]);
});

describe('What is not run', () => {
  test.each(pages)('$path: each such block says why', ({ blocks }) => {
    const short = blocks.filter(({ notRun }) => notRun !== undefined && notRun.length < 15);
    expect(short).toEqual([]);
  });

  test.each(pages.filter(({ testedBy }) => testedBy === undefined))(
    '$path: each block has a kind that is run, or says why it is not',
    ({ blocks }) => {
      const unknown = blocks.filter(
        ({ info, notRun }) => notRun === undefined && !KINDS.some((kind) => kind.test(info)),
      );
      expect(unknown.map(({ info, line }) => `line ${line}: ${info}`)).toEqual([]);
    },
  );
});
