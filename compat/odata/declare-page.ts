import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { Client } from '@microsoft/microsoft-graph-client';
import { o } from 'o.js';
import { CLIENTS } from './clients.js';
import { MOUNTS } from './page-mounts.js';
import { blocksOfPage, rowsOfPage } from './read-page.js';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

/** Declares the tests of docs/odata-clients.md. */
export function declarePage(): void {
  test('the page names the clients that are tested, in the versions that are installed', () => {
    const { dependencies } = JSON.parse(read('../package.json')) as { dependencies: Record<string, string> };
    const rows = rowsOfPage('client').map(([name = '', version]) => [name, version]);
    expect(rows).toEqual(rows.map(([name]) => [name, dependencies[name!]]));
    expect(rows.map(([name]) => name)).toEqual(CLIENTS.map(([name]) => name));
  });

  test.each(blocksOfPage())('the code for %s', async (name, code) => {
    const lines = read('page-mounts.ts')
      .split('\n')
      .map((line) => line.trim());
    expect(lines).toEqual(expect.arrayContaining(code.trim().split('\n')));
    const server = createServer(MOUNTS[name]!());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      expect(await o(`${origin}/odata/`).get('People').post('People', {}).batch()).toMatchObject([
        { status: 200, body: [{ ID: 1 }] },
        { status: 200 },
      ]);
      const client = Client.init({ baseUrl: origin, authProvider: (done) => done(null, 'token') });
      const requests = [{ id: 'a', method: 'GET', url: '/users' }];
      expect(await client.api('/$batch').post({ requests })).toMatchObject({
        responses: [{ id: 'a', status: 200, body: { value: [{ ID: 1 }] } }],
      });
    } finally {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    }
  });
}
