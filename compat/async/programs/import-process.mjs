// A process of an import: a server that takes lists of items later, or a worker. Its argument is its configuration as JSON. Its parent
// asks how much memory it has needed.
import { createServer } from 'node:http';
import { createWorker, respondAsync } from '@multistatus/async';
import { bullmqQueue } from '@multistatus/async/bullmq';
import { batchMonitors } from '@multistatus/async/express';
import { bulk } from '@multistatus/express';
import { createJournal } from '@multistatus/journal';
import express from 'express';
import { Moments } from '../../journal/programs/moments.mjs';
import { openStore } from '../../journal/programs/watched-store.mjs';

const SAMPLE_MS = 50;
const MANY = 2_000_000;

const { role, path } = JSON.parse(process.argv[2]);
const store = await openStore({ kind: 'redis', path }, new Moments());
const journal = createJournal({ store, identify: () => 'alice', storeTimeoutMs: 60_000 });
const queue = bullmqQueue({ connection: { path } });
const items = bulk({
  journal,
  async: respondAsync({
    queue,
    name: 'items',
    monitors: '/monitors',
    limits: { maxOperations: MANY, maxBytesPerClient: 10_000_000_000 },
  }),
  item: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
  handle: ({ name }) => ({ name }),
});
const app = express();
app.post('/items', items);
app.use('/monitors', batchMonitors({ journal }));

let most = 0;
const sample = () => {
  most = Math.max(most, process.memoryUsage().heapUsed);
};
setInterval(sample, SAMPLE_MS).unref();
process.on('message', () => {
  sample();
  process.send({ event: 'memory', heapUsed: most });
  most = 0;
});
process.on('disconnect', () => process.exit());

if (role === 'worker') {
  await createWorker({ endpoints: [items], journal, queue, concurrency: 8 }).ready;
  process.send({ event: 'listening', port: 0 });
} else {
  await journal.ready();
  const server = createServer(app).listen(0, '127.0.0.1', () => {
    process.send({ event: 'listening', port: server.address().port });
  });
}
