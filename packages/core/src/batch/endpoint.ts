import type { ResolvedOptions } from '../options/resolve-options.js';
import type { RunInContext } from '../run/async-context.js';
import type { Capacity } from '../run/capacity.js';

/** A batch endpoint: what its options set, and how many batches it handles now. Created once. */
export interface Endpoint {
  readonly options: ResolvedOptions;
  readonly capacity: Capacity;
  /** Enters the async context in which the endpoint was created. */
  readonly leave: RunInContext;
}
