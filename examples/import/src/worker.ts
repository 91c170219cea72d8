// A worker; start as many as you like: REDIS_URL=redis://127.0.0.1:6379 node dist/worker.js
import { createApp } from './app.js';
import { openBackend } from './backend.js';
import { redisUrl } from './redis-url.js';
import { untilInterrupted } from './serve.js';
import { startWorker } from './start-worker.js';

const backend = await openBackend(redisUrl());
const worker = startWorker(createApp(backend), backend);
console.log(`Worker ${process.pid} takes jobs. Kill it with: kill -9 ${process.pid}`);

await untilInterrupted();
// Ends what has started, and gives the rest back: another worker goes on with it.
await worker.stop();
await backend.close();
