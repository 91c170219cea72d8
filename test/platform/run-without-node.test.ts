import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const PROGRAM = fileURLToPath(new URL('./run-without-node.mjs', import.meta.url));

test('core, document and client work without the globals of Node and without code generation', async () => {
  const flags = ['--disallow-code-generation-from-strings'];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, PROGRAM]);
  expect(JSON.parse(stdout)).toEqual([]);
});
