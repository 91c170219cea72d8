import type { AsyncEndpoint, AttachedAsync } from '@multistatus/core/adapter';
import { takeWork } from './accept/take-work.js';
import { LaterEndpoint } from './later-endpoint.js';
import { answerMonitor } from './monitor/answer-monitor.js';
import type { AsyncSettings } from './options/async-settings.js';
import { endpointsOf } from './registry.js';

/**
 * Connects an endpoint whose requests can be answered later.
 *
 * @throws {TypeError} if its journal cannot keep batches, or has another endpoint with this name.
 */
export function attachLater(endpoint: AsyncEndpoint, settings: AsyncSettings): AttachedAsync {
  const endpoints = endpointsOf(endpoint.journal);
  const { name } = settings;
  if (endpoints.has(name)) {
    throw new TypeError(
      `respondAsync.name must be unique among the endpoints of a journal; ${JSON.stringify(name)} is already used`,
    );
  }
  const later = new LaterEndpoint(endpoint, settings);
  endpoints.set(name, later);
  const scope = { endpoints: new Map([[name, later]]), first: later };
  return {
    take: (work, request, preferences) => takeWork(later, { work, request, preferences }),
    answerMonitor: (request, path) => answerMonitor(scope, request, path),
    describe: (path) => describeLater(later, path),
  };
}

function describeLater(later: LaterEndpoint, path: string): Readonly<Record<string, unknown>> {
  const { maxOperations, maxBodyBytes } = later.settings.limits;
  return {
    maxOperations,
    maxBodyBytes,
    retentionSeconds: Math.floor(later.batches.retentionMs / 1000),
    monitor: `${later.monitorsPath({ path })}/{id}`,
    events: true,
    ...(later.isDurable ? {} : { durable: false }),
  };
}
