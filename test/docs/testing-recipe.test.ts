// The tests on the page run as tests of this file, in files of their own.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';
import { PageFolder } from './page-folder.js';
import { readPage } from './read-page.js';

const blocks = readPage('docs/recipes/testing.md').blocks.filter(({ notRun }) => notRun === undefined);
const folder = new PageFolder(new URL('./', import.meta.url));
afterAll(() => folder.remove());

const nameOf = (info: string): string => info.split(' ')[1] ?? '';
// Under another name, so that no other run takes the files for tests of its own.
const fileOf = (info: string): string => nameOf(info).replace('.test.', '.page-test.');

for (const { info, code } of blocks) folder.write(fileOf(info), code);
for (const { info } of blocks.filter((block) => block.info.includes('.test.'))) {
  await import(`${folder.path}${fileOf(info)}`);
}

test('they run with the configuration on the page, and without options of Node', () => {
  const jest = fileURLToPath(new URL('../../node_modules/jest/bin/jest.js', import.meta.url));
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      jest,
      '--rootDir',
      folder.path,
      '--config',
      `${folder.path}jest.config.js`,
      '--testMatch',
      '**/*.page-test.*',
    ],
    { cwd: folder.path, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } },
  );
  expect(stderr).toMatch(/^Tests: +9 passed, 9 total$/m);
  expect(status).toBe(0);
});

test('each block is a file', () => {
  expect(blocks.map(({ info }) => nameOf(info))).toEqual([
    'jest.config.js',
    'app.ts',
    'photos.test.ts',
    'photos.test.cjs',
    'reading.test.ts',
    'route.test.ts',
    'koa.test.ts',
    'client.test.ts',
  ]);
});
