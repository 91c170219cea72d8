// A process that answers batches, or a worker of its endpoint. An answer to a POST has the beginning of what it was sent.
import { once } from 'node:events';
import { createWorker, respondAsync } from '@multistatus/async';
import { bullmqQueue } from '@multistatus/async/bullmq';
import { batch } from '@multistatus/express';
import { createJournal } from '@multistatus/journal';
import { redisStore } from '@multistatus/journal/redis';
import express from 'express';
import { Redis } from 'ioredis';
import { listen } from '../contenders/listen.mjs';
import { answerParent } from '../measure/child.mjs';

const TITLE_BYTES = 25;
const LIMITS = { maxOperations: 10_000, batchTimeoutMs: 600_000, maxBodyBytes: 16_777_216 };

answerParent(async ({ role, redis }) => {
  if (role !== undefined) return start(role, redis);
  const { user, system } = process.cpuUsage();
  return { microseconds: user + system };
});

async function start(role, path) {
  const redis = new Redis({ path, enableOfflineQueue: false });
  await once(redis, 'ready');
  const journal = createJournal({
    store: redisStore(redis),
    identify: () => 'alice',
    storeTimeoutMs: 60_000,
  });
  const queue = bullmqQueue({ connection: { path } });
  const limits = { maxQueuedJobs: 1_000_000, maxBatchesPerClient: 1_000_000, maxBytesPerClient: 1e12 };
  const later = batch({ journal, async: respondAsync({ queue, name: 'later', limits }) });
  const app = express().disable('etag');
  app.use('/plain', batch({ limits: LIMITS }));
  app.use('/kept', batch({ limits: LIMITS, journal }));
  app.use('/later', later);
  app.post('/photos', express.json(), (req, res) => {
    res.status(201).json({ id: 1, title: req.body.title.slice(0, TITLE_BYTES) });
  });
  if (role === 'web') return listen(app);
  await createWorker({ target: app, endpoints: [later], journal, queue }).ready;
  return 0;
}
