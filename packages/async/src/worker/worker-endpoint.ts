import type { AsyncEndpoint } from '@multistatus/core/adapter';
import type { NodeHandler } from '@multistatus/inject';
import type { RespondAsync } from '../respond-async.js';
import { restoringTarget } from './restoring-target.js';

/** An endpoint whose jobs a worker runs. */
export interface WorkerEndpoint {
  readonly endpoint: AsyncEndpoint;
  /** What its operations are dispatched to. */
  readonly target: NodeHandler;
  readonly appVersion: string | undefined;
}

/** Returns an endpoint with the options of its `respondAsync`. */
export function workerEndpoint(endpoint: AsyncEndpoint, target: NodeHandler): WorkerEndpoint {
  const { restore, appVersion } = (endpoint.support as RespondAsync).settings;
  return { endpoint, target: restoringTarget(target, restore), appVersion };
}
