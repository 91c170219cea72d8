import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readBundle } from '#console/bundle.js';

test('a page that has not been built is an error that names the command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'console-'));
  try {
    expect(() => readBundle(folder)).toThrow(
      `The page of @multistatus/console is not in ${folder}. In its repository, run: node packages/console/bundle.mjs`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
