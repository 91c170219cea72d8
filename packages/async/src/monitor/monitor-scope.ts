import type { LaterEndpoint } from '../later-endpoint.js';

/** The monitors that can be reached at a path. */
export interface MonitorScope {
  /** The endpoints whose monitors these are, by name. */
  readonly endpoints: ReadonlyMap<string, LaterEndpoint>;
  /** One of them, which answers what belongs to none in particular. */
  readonly first: LaterEndpoint;
}
