// The programs in TypeScript compile against the declarations that are published, in strict mode.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';
import { allPages } from './pages.js';
import { type Page, ROOT, readPage } from './read-page.js';

const FOLDER = new URL('.programs/', import.meta.url);
const COMPILER = fileURLToPath(new URL('node_modules/typescript/bin/tsc', ROOT));
const CONFIG = {
  extends: '../../../tsconfig.base.json',
  compilerOptions: {
    composite: false,
    incremental: false,
    noEmit: true,
    isolatedDeclarations: false,
    declaration: false,
    declarationMap: false,
    noUnusedLocals: false,
  },
  include: ['**/*.ts'],
};

afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

/** Returns the programs of a page by file name. What a page adds to a program follows it. */
function programsOf({ path, blocks }: Page): Map<string, string> {
  const folder = path.replace(/\.md$/, '').toLowerCase();
  const files = new Map<string, string>();
  let server = '';
  for (const { info, code, line, notRun } of blocks) {
    const [language, kind = ''] = info.split(' ');
    if (language !== 'ts' || notRun !== undefined) continue;
    if (kind === 'continued') files.set(server, `${files.get(server)}\n${code}`);
    else if (kind.includes('.')) files.set(`${folder}/${kind}`, code);
    else files.set(`${folder}/line-${line}.ts`, `${code}\nexport {};`);
    if (kind === 'server') server = `${folder}/line-${line}.ts`;
  }
  return files;
}

test('every program in TypeScript compiles', () => {
  const pages = allPages()
    .map(readPage)
    .filter(({ path }) => /^(?:docs|packages)\/|^README\.md$/.test(path))
    .filter(({ testedBy }) => testedBy === undefined || testedBy.startsWith('test/docs/'));
  const files = new Map(pages.flatMap((page) => [...programsOf(page)]));
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, code] of [...files, ['tsconfig.json', JSON.stringify(CONFIG)] as const]) {
    const file = join(fileURLToPath(FOLDER), name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, code);
  }
  const { stdout, status } = spawnSync(process.execPath, [COMPILER, '-p', fileURLToPath(FOLDER)], {
    encoding: 'utf8',
  });
  expect([status, stdout]).toEqual([0, '']);
});
