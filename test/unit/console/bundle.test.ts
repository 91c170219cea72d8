import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { build, type Format } from 'esbuild';
import { findBundle } from '#console/bundle.js';

const EXPRESS = fileURLToPath(new URL('../../../packages/console/src/express.ts', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'console-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('a page that has not been built is an error that names the command', () => {
  expect(() => findBundle(folder)).toThrow(
    `batchConsole() has not found its page in ${folder}. If a bundler has copied it into a file of your app, mark the package as ` +
      'external (esbuild: --external:@multistatus/console), so that it is loaded from node_modules. ' +
      'In the repository of multistatus, run: node packages/console/bundle.mjs',
  );
});

describe.each<[Format, string]>([
  ['esm', 'app.mjs'],
  ['cjs', 'app.cjs'],
])('in a bundle of an app (%s)', (format, name) => {
  test('a console is not created, and the error says what to do', async () => {
    const outfile = join(folder, name);
    await build({
      stdin: {
        contents: `import { batchConsole } from ${JSON.stringify(EXPRESS)}; batchConsole();`,
        resolveDir: '.',
      },
      bundle: true,
      platform: 'node',
      format,
      outfile,
      logLevel: 'error',
    });
    const { status, stderr } = spawnSync(process.execPath, [outfile], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /Error: batchConsole\(\) has not found its page.*--external:@multistatus\/console/,
    );
  });
});
