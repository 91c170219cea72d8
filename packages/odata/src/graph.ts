import type { Format } from '@multistatus/core';

/** Options of {@link graph}. */
export interface GraphOptions {
  /** The most requests that a batch may have. @defaultValue 20 */
  readonly maxRequests?: number | undefined;
}

/** Creates the format `graph`: the JSON batches of Microsoft Graph. */
export function graph(_options: GraphOptions = {}): Format {
  throw new Error('not written yet');
}
