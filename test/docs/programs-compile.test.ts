// The programs in TypeScript compile against the declarations that are published, in strict mode.
import { expect, test } from '@jest/globals';
import { compilePrograms } from './compile-programs.js';
import { allPages } from './pages.js';
import { readPage } from './read-page.js';

test('every program in TypeScript compiles', () => {
  const pages = allPages()
    .map(readPage)
    .filter(({ path }) => /^(?:docs|packages)\/|^README\.md$/.test(path))
    .filter(
      ({ path, testedBy }) =>
        testedBy === undefined || testedBy.startsWith('test/docs/') || path.endsWith('/SKILL.md'),
    );
  const { status, stdout } = compilePrograms(pages, new URL('.programs/', import.meta.url));
  expect([status, stdout]).toEqual([0, '']);
});
