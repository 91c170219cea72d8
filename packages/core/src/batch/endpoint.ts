import type { AttachedAsync } from '../options/async-support.js';
import type { Limits } from '../options/resolve-limits.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import type { AdaptiveSlots } from '../run/adaptive-slots.js';
import type { RunInContext } from '../run/async-context.js';
import type { Capacity } from '../run/capacity.js';
import type { EndpointDrain } from '../run/endpoint-drain.js';

/** A batch endpoint: what its options set, and how many batches it handles now. Created once. */
export interface Endpoint {
  readonly options: ResolvedOptions;
  readonly capacity: Capacity;
  readonly drain: EndpointDrain;
  /** The slots that its batches share; absent if `limits.concurrency` is a number. */
  readonly slots: AdaptiveSlots | undefined;
  /** Enters the async context in which the endpoint was created. */
  readonly leave: RunInContext;
  /** Takes batches that are answered later; absent without the option `async`. */
  readonly later?: LaterAnswers | undefined;
}

/** See {@link Endpoint.later}. */
export interface LaterAnswers {
  readonly attached: AttachedAsync;
  /** The limits of such a batch. */
  readonly limits: Limits;
}
