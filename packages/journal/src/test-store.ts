import type { BatchStore } from './batch-store.js';
import { BEGIN_CASES } from './test-store/begin-cases.js';
import { READ_CASES } from './test-store/read-cases.js';
import type { StoreCase } from './test-store/store-case.js';
import { WRITE_CASES } from './test-store/write-cases.js';

export type { StoreCase } from './test-store/store-case.js';

/**
 * Returns the requirements of `BatchStore` as tests, for any test runner. They take a few seconds. `make` is called once for each;
 * it may return the same store, and the store may hold other entries.
 *
 * @example
 * for (const { name, run } of testStore(() => redisStore(redis))) test(name, run);
 */
export function testStore(make: () => BatchStore | Promise<BatchStore>): readonly StoreCase[] {
  return Object.entries({ ...BEGIN_CASES, ...WRITE_CASES, ...READ_CASES }).map(([name, check]) => ({
    name,
    run: async () => check(await make()),
  }));
}
