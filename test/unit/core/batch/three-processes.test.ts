import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { storeBatch } from '@multistatus/core/adapter';
import { toEnvelope } from '../to-envelope.js';
import { dispatch, endpoint } from './processes/endpoint.mjs';

const REQUESTS = [
  { id: 'album', method: 'POST', url: '/albums', body: { title: 'Lofoten', year: 1e3 } },
  { id: 'raw', method: 'PUT', url: '/raw', headers: { 'content-type': 'image/png' }, body: '/wAB/g==' },
  {
    method: 'PUT',
    url: '$album/cover',
    references: [{ at: '/body/by', from: 'album', value: '/body/title' }],
    body: {},
  },
  { method: 'PUT', url: '/a', atomicityGroup: 'g', body: 'ä €' },
  { method: 'PUT', url: '/b', atomicityGroup: 'g', dependsOn: ['raw'], body: null },
  { id: 'fails', method: 'DELETE', url: '/fails' },
  { method: 'GET', url: '/never', dependsOn: ['fails'] },
];

function run(program: string, ...args: string[]): string {
  const file = new URL(`./processes/${program}`, import.meta.url).pathname;
  return execFileSync(process.execPath, [file, ...args], { encoding: 'utf8' });
}

test.each(['application/json', 'application/xml'])(
  'a batch that is accepted here, executed in another process and encoded in a third has the same answer in %s',
  async (accept) => {
    const text = JSON.stringify({ requests: REQUESTS });
    const whole = await endpoint.handle(toEnvelope({ text, headers: { accept } }), dispatch);
    const folder = mkdtempSync(join(tmpdir(), 'multistatus-'));
    try {
      const batchFile = join(folder, 'batch.json');
      const outcomesFile = join(folder, 'outcomes.json');
      const accepted = await endpoint.accept(toEnvelope({ text, headers: { accept } }));
      writeFileSync(batchFile, JSON.stringify(storeBatch(accepted)));
      run('execute.mjs', batchFile, outcomesFile);
      expect(run('encode.mjs', batchFile, outcomesFile)).toBe(whole.body);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
