import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createApp } from 'formats';
import { type Served, serve } from '../../support/serve.js';
import { runProgram } from '../run-program.js';

const FOLDER = new URL('../../../examples/formats/', import.meta.url);
const README = readFileSync(new URL('README.md', FOLDER), 'utf8');

/** Returns the code block of the README with this info string. */
function block(info: string): string {
  const code = README.split(`\`\`\`${info}\n`)[1]?.split('\n```')[0];
  if (code === undefined) throw new Error(`README has no block "${info}"`);
  return code;
}

async function post(port: number, path: string, type: string, file: string): Promise<Response> {
  const body = readFileSync(new URL(file, FOLDER));
  return fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body,
  });
}

let server: Served;
beforeAll(async () => {
  server = await serve(createApp());
});
afterAll(() => server.close());

test('the app answers farm.batch as the README says', async () => {
  const response = await post(server.port, '/batch', 'multipart/mixed; boundary=b', 'farm.batch');
  const type = response.headers.get('content-type') ?? '';
  const answer = `HTTP/1.1 ${response.status} ${response.statusText}\nContent-Type: ${type}\n\n${await response.text()}`;
  const boundary = /boundary=(.+)/.exec(type)?.[1] ?? '';
  expect(answer.replaceAll(boundary, 'batch_7f3d').replaceAll('\r\n', '\n').trimEnd()).toBe(
    block('http google'),
  );
});

test('the app answers bulk.json as the README says', async () => {
  const response = await post(server.port, '/scim/Bulk', 'application/scim+json', 'bulk.json');
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/scim+json']);
  expect(await response.json()).toEqual(JSON.parse(block('json scim')));
});

test('the program of the README runs, and both endpoints describe what they read', async () => {
  const program = block('js')
    .replace('./google/google-batch.js', 'formats/google-batch')
    .replace('./scim/scim-bulk.js', 'formats/scim-bulk');
  const { app } = (await runProgram(`${program}\nexport { app };`)) as { app: Parameters<typeof serve>[0] };
  const { port, close } = await serve(app);
  const types = await Promise.all(
    ['/batch', '/scim/Bulk'].map(async (path) =>
      (await fetch(`http://127.0.0.1:${port}${path}`, { method: 'OPTIONS' })).headers.get('accept-post'),
    ),
  );
  await close();
  expect(types).toEqual(['multipart/mixed', 'application/scim+json, application/json']);
});

test('the commands that the program prints send what the folder holds', async () => {
  const main = fileURLToPath(new URL('dist/main.js', FOLDER));
  const program = spawn(process.execPath, [main], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(program, 'exit');
  const answers: string[] = [];
  try {
    let printed = '';
    for await (const chunk of program.stdout.setEncoding('utf8')) {
      printed += chunk;
      if (printed.includes('bulk.json\n')) break;
    }
    const cwd = fileURLToPath(new URL('../../', FOLDER));
    for (const [, command = ''] of printed.matchAll(/^ {2}(curl .*)$/gm)) {
      const { stdout } = await promisify(execFile)('sh', ['-c', command], { cwd });
      answers.push(stdout);
    }
  } finally {
    program.kill('SIGTERM');
  }
  expect(await exit).toEqual([0, null]);
  expect(answers).toEqual([
    expect.stringContaining('Content-ID: <response-remove>'),
    expect.stringContaining(':BulkResponse"'),
  ]);
});
