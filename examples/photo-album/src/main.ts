import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createApp } from './app.js';
import { openDatabase } from './database.js';
import { runDemo } from './demo.js';
import { openJournal } from './journal.js';
import { createTables } from './schema.js';

const write = (text: string): void => {
  process.stdout.write(text);
};

const database = await openDatabase(process.env['DATABASE_URL']);
await createTables(database);
const { journal, close } = await openJournal(database, process.env['REDIS_URL']);

const server = createApp(database, { journal }).listen(Number(process.env['PORT'] ?? 0), '127.0.0.1');
await once(server, 'listening');
const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const succeeded = await runDemo(baseUrl, database, write);

if (!process.argv.includes('--exit')) {
  write(`Serving at ${baseUrl} until interrupted. Open the console in a browser, where a batch is ready to send:

  ${baseUrl}/batch/console/

Or from the root of the repository, try:

  curl -s ${baseUrl}/batch -H 'Content-Type: application/json' -H 'Accept: application/xml' --data @examples/photo-album/batch.json

`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
}

server.close();
await once(server, 'close');
await close();
await database.close();
process.exitCode = succeeded ? 0 : 1;
