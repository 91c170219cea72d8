import { laterCases } from '../cases/later.js';
import { queryCases } from '../cases/query.js';
import { respondAsyncCases } from '../cases/respond-async.js';

/** Returns why a host skips the cases of batches that are answered later: the adapters of the page know only the endpoint. */
export function withoutMonitors(): Record<string, string> {
  return Object.fromEntries(
    [...laterCases, ...queryCases, ...respondAsyncCases]
      .filter(({ options }) => options?.async !== undefined)
      .map(({ id }) => [id, 'its adapter does not answer monitors']),
  );
}
