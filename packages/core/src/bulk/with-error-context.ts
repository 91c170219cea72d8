import { identityOf } from '../options/error-context.js';
import type { BulkErrorContext } from './bulk-options.js';
import type { ResolvedBulkOptions } from './resolve-bulk-options.js';

/**
 * Returns the options for one request: their `onError` passes on the item that an error belongs to, and `extra`, which has the
 * request object of the framework, a JobRequest, or nothing.
 */
export function withErrorContext<Item, Extra extends object>(
  options: ResolvedBulkOptions<Item, Extra>,
  extra: object,
): ResolvedBulkOptions<Item, Extra> {
  const { shared } = options;
  // The option of a bulk endpoint, which is checked and wrapped as that of a batch.
  const report = shared.onError as (error: unknown, context: BulkErrorContext<object>) => void;
  const onError: typeof shared.onError = (error, { operation }) =>
    report(error, { ...extra, item: operation && identityOf(operation) });
  return { ...options, shared: { ...shared, onError } };
}
