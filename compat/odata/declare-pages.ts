import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { compilePrograms } from '../../test/docs/compile-programs.js';
import { readPage } from '../../test/docs/read-page.js';
import { testPage } from '../../test/docs/run-page.js';
import { CLIENTS } from './clients.js';
import { rowsOfPage } from './read-page.js';

const PAGES = ['docs/recipes/odata-clients.md', 'docs/recipes/graph-clients.md'];

/** Declares the tests of the pages about clients. */
export function declarePages(): void {
  test('name the clients that are tested, in the versions that are installed', () => {
    const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
    const { dependencies } = JSON.parse(manifest) as { dependencies: Record<string, string> };
    const rows = PAGES.flatMap((page) => rowsOfPage(page, 'client')).map(([name = '', version]) => [
      name,
      version,
    ]);
    expect(rows).toEqual(rows.map(([name]) => [name, dependencies[name!]]));
    expect(new Set(rows.map(([name]) => name))).toEqual(new Set(CLIENTS.map(([name]) => name)));
  });

  test('their programs compile', () => {
    const folder = new URL('.programs/', import.meta.url);
    const { status, stdout } = compilePrograms(PAGES.map(readPage), folder);
    expect([status, stdout]).toEqual([0, '']);
  });

  for (const page of PAGES) {
    testPage(page, {
      folder: new URL('./', import.meta.url),
      prepare: (program) => program.replace(/(?<='express)(?=';.*\/\/ Express 4$)/ms, '4'),
      close: "if (typeof database !== 'undefined') await database.close();",
    });
  }
}
