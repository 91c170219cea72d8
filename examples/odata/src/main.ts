import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createApp } from './app.js';
import { openDatabase } from './database.js';

const database = await openDatabase();
const server = createApp(database).listen(Number(process.env['PORT'] ?? 0), '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
console.log(`Open ${url} in a browser, or the console at ${url}/batch/console/.
The OData service is at ${url}/odata/. Ctrl-C ends.`);

await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
server.close();
server.closeAllConnections();
await database.close();
