import type { ResolvedOptions } from '../options/resolve-options.js';
import type { Capacity } from '../run/capacity.js';

/** A batch endpoint: what its options set, and how many batches it handles now. Created once. */
export interface Endpoint {
  readonly options: ResolvedOptions;
  readonly capacity: Capacity;
}
