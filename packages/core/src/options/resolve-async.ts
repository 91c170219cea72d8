import type { AsyncLimits, AsyncSupport } from './async-support.js';
import { describeValue } from './describe-value.js';
import type { Limits } from './resolve-limits.js';

/**
 * Checks the option `async`.
 *
 * @throws {TypeError} if it is not what `respondAsync` returns, or the option `journal` is missing.
 */
export function checkAsync(
  owner: 'batch' | 'bulk',
  { async, journal }: { readonly async?: unknown; readonly journal?: unknown },
): void {
  if (async === undefined) return;
  if (typeof (async as Partial<AsyncSupport> | null)?.attach !== 'function') {
    throw new TypeError(
      `${owner}.async must be what respondAsync of @multistatus/async returns, got ${describeValue(async)}`,
    );
  }
  if (journal === undefined) {
    throw new TypeError(
      `${owner}.async requires the option journal, which keeps the outcomes: ${owner}({ journal: createJournal({ ... }), async: respondAsync({ ... }) })`,
    );
  }
}

/** Returns the limits of a batch that is answered later. A limit of unsafe operations that is lower than that of all remains. */
export function limitsOfAsync(limits: Limits, { maxOperations, maxBodyBytes }: AsyncLimits): Limits {
  const { maxUnsafeOperations } = limits;
  const isLower = maxUnsafeOperations < limits.maxOperations;
  return Object.freeze({
    ...limits,
    maxOperations,
    maxUnsafeOperations: isLower ? maxUnsafeOperations : maxOperations,
    maxBodyBytes,
  });
}
