// Everything in one process: the page, the API and a worker. Nothing survives its end.
import { createApp } from './app.js';
import { openBackend } from './backend.js';
import { serve, untilInterrupted } from './serve.js';
import { startWorker } from './start-worker.js';

const backend = await openBackend();
const app = createApp(backend);
const worker = startWorker(app, backend);
const server = await serve(app.app);

await untilInterrupted();
server.close();
server.closeAllConnections();
await worker.stop();
await backend.close();
