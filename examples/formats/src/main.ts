import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createApp } from './app.js';

const server = createApp().listen(Number(process.env['PORT'] ?? 0), '127.0.0.1');
await once(server, 'listening');
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

console.log(`Serving until interrupted. From the root of the repository, try:

  curl -s ${origin}/batch -H 'Content-Type: multipart/mixed; boundary=b' --data-binary @examples/formats/farm.batch

  curl -s ${origin}/scim/Bulk -H 'Content-Type: application/scim+json' --data @examples/formats/bulk.json
`);

await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
server.close();
