import { createWorker, type Worker } from '@multistatus/async';
import type { ImportApp } from './app.js';
import type { Backend } from './backend.js';

/** Starts a worker in this process. */
export function startWorker({ app, endpoints }: ImportApp, { journal, queue }: Backend): Worker {
  return createWorker({ target: app, endpoints, journal, queue });
}
