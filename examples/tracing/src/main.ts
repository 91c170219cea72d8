import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { ConsoleSpanExporter } from '@opentelemetry/sdk-trace-node';
import { createApp, startTracing } from './app.js';

const stopTracing = startTracing(new ConsoleSpanExporter());
const server = createApp().listen(0, '127.0.0.1');
await once(server, 'listening');

const requests = [
  { id: 'tram', method: 'GET', url: '/photos/7' },
  { id: 'lost', method: 'GET', url: '/photos/8?size=l' },
  { id: 'after', method: 'GET', url: '/photos/7', dependsOn: ['lost'] },
];
await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/batch`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', connection: 'close' },
  body: JSON.stringify({ requests }),
});

server.close();
await stopTracing();
