import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { Logger } from '@nestjs/common';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const BLOCKS = [...read('../../docs/nestjs.md').matchAll(/^```(\S+) (\S+)\n(.*?)^```$/gms)];

test('all code of the page is part of this program', () => {
  expect(BLOCKS.map(([, , file]) => file)).toEqual(['main.ts', 'mounts.ts', 'mounts.ts']);
  for (const [, , file, code] of BLOCKS) expect(read(file ?? '')).toContain(code);
  expect(read('main.ts')).toBe(BLOCKS[0]?.[3]);
});

test('main.ts serves batches', async () => {
  process.env['PORT'] = '0';
  Logger.overrideLogger(false);
  const { app } = await import('./main.js');
  try {
    const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
    const response = await fetch(`${url}/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer ana', connection: 'close' },
      body: JSON.stringify({ requests: [{ method: 'GET', url: '/albums/1' }] }),
    });
    expect(await response.json()).toMatchObject({ responses: [{ status: 200, body: { data: { id: 1 } } }] });
  } finally {
    await app.close();
  }
});
