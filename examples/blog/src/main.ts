import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createApp } from './app.js';
import { openJournal } from './journal.js';

const { REDIS_URL: redisUrl, DATABASE_URL: databaseUrl } = process.env;
const { journal, close } = await openJournal({ redisUrl, databaseUrl });

const server = createApp(journal).listen(Number(process.env['PORT'] ?? 0), '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/batch`;

console.log(`Serving until interrupted. Open the console in a browser, where a batch is ready to send:

  ${url}/console/

Or from the root of the repository, try:

  curl -s ${url} -H 'Content-Type: application/json' -H 'Accept: application/json' --data @examples/blog/batch.json

  curl -s ${url} -H 'Content-Type: application/json' -H 'Accept: application/xml' --data @examples/blog/batch.json
`);

await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
server.close();
await once(server, 'close');
await close();
