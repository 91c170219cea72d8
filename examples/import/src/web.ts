// The page and the API, without a worker: REDIS_URL=redis://127.0.0.1:6379 node dist/web.js
import { createApp } from './app.js';
import { openBackend } from './backend.js';
import { redisUrl } from './redis-url.js';
import { serve, untilInterrupted } from './serve.js';

const backend = await openBackend(redisUrl());
const { app } = createApp(backend);
const server = await serve(app);

await untilInterrupted();
server.close();
server.closeAllConnections();
await backend.close();
