// A server of the tests. Its argument is its configuration as JSON; its parent tells it when to fail.
import { createServer } from 'node:http';
import { createJournal } from '@multistatus/journal';
import { pgTransaction } from '@multistatus/transactions/pg';
import { openEffects } from './effects.mjs';
import { toExpressApp } from './express-app.mjs';
import { toKoaApp } from './koa-app.mjs';
import { Moments } from './moments.mjs';
import { openStore } from './watched-store.mjs';

/**
 * @typedef {object} Parts
 * @property {(operation: string, transaction?: object) => Promise<void>} effect what handlers do
 * @property {object} options of `batch`
 * @property {object} bulkOptions of `bulk`, without `handle`
 * @property {(authorization: string | undefined) => string | undefined} identify
 */

const { framework, store: address, effects, leaseMs, everyOperation = false } = JSON.parse(process.argv[2]);
const moments = new Moments();
const store = await openStore(address, moments);
const { pool, effect } = openEffects(effects, moments);
// A call of the store fails after half the lease: on a busy machine, everything takes long.
const journal = createJournal({ store, identify: ({ user }) => user, leaseMs, storeTimeoutMs: 60_000 });
await journal.ready();

// A store that crashes is not worth printing here.
const onError = () => {};
const toApp = framework === 'koa' ? toKoaApp : toExpressApp;
const app = toApp({
  effect,
  identify: (authorization) => (authorization === undefined ? undefined : 'alice'),
  options: {
    journal,
    onError,
    headers: { inherit: ['x-auth-token'] },
    // A fixed concurrency: the tests count what a crash can leave unknown.
    limits: { concurrency: 8, maxOperations: 1_000, batchTimeoutMs: 120_000, maxConcurrentRequests: 1_000 },
    transaction: pgTransaction(pool),
    idempotency: { everyOperation },
  },
  bulkOptions: {
    journal,
    onError,
    item: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
    limits: {
      concurrency: 8,
      maxItems: Number.POSITIVE_INFINITY,
      maxBodyBytes: Number.POSITIVE_INFINITY,
      bulkTimeoutMs: Number.POSITIVE_INFINITY,
    },
  },
});

process.on('message', ({ command, fault }) => {
  if (command !== 'arm') return;
  moments.arm(fault);
  process.send({ event: 'armed' });
});
process.on('disconnect', () => process.exit());
const server = createServer(framework === 'koa' ? app.callback() : app).listen(0, '127.0.0.1', () => {
  process.send({ event: 'listening', port: server.address().port });
});
