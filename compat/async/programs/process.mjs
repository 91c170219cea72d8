// A process of the tests: a server that answers later, or a worker. Its argument is its configuration as JSON; its parent tells it
// when to fail.
import { createServer } from 'node:http';
import { createWorker, respondAsync } from '@multistatus/async';
import { bullmqQueue } from '@multistatus/async/bullmq';
import { createJournal } from '@multistatus/journal';
import { pgTransaction } from '@multistatus/transactions/pg';
import { openEffects } from '../../journal/programs/effects.mjs';
import { Moments } from '../../journal/programs/moments.mjs';
import { openStore } from '../../journal/programs/watched-store.mjs';
import { toExpressApp } from './express-app.mjs';
import { toKoaApp } from './koa-app.mjs';

const {
  role,
  framework,
  store: address,
  queue: connection,
  effects,
  workMs = 0,
  limits,
  concurrency,
} = JSON.parse(process.argv[2]);
const moments = new Moments();
const store = await openStore(address, moments);
const { pool, effect } = openEffects(effects, moments);
const journal = createJournal({ store, identify: ({ user }) => user });
const queue = bullmqQueue({ connection });

// A store or a queue that crashes is not worth printing here.
const onError = () => {};
const toApp = framework === 'koa' ? toKoaApp : toExpressApp;
const { target, endpoint } = toApp({
  effect,
  workMs,
  options: {
    journal,
    onError,
    async: respondAsync({
      queue,
      name: 'batch',
      limits: { maxBatchesPerClient: 1_000, ...limits },
      capture: ({ user }) => ({ user }),
    }),
    transaction: pgTransaction(pool),
  },
});

process.on('message', ({ command, fault }) => {
  if (command !== 'arm') return;
  moments.arm(fault);
  process.send({ event: 'armed' });
});
process.on('disconnect', () => process.exit());

if (role === 'worker') {
  const worker = createWorker({ target, endpoints: [endpoint], journal, queue, concurrency, onError });
  await worker.ready;
  process.once('SIGTERM', () => void worker.stop().then(() => process.exit()));
  process.send({ event: 'listening', port: 0 });
} else {
  await journal.ready();
  await queue.check();
  const server = createServer((req, res) => void target(req, res)).listen(0, '127.0.0.1', () => {
    process.send({ event: 'listening', port: server.address().port });
  });
}
