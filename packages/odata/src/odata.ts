import type { Format } from '@multistatus/core';

/** Options of {@link odata}. */
export interface ODataOptions {
  /**
   * What happens to changesets and atomicity groups: `atomic` runs each in a transaction, and refuses the batch with 501 if the
   * endpoint has no option `transaction`; `sequential` runs its requests one after another, without a transaction.
   *
   * @defaultValue 'atomic'
   */
  readonly changesets?: 'atomic' | 'sequential' | undefined;
}

/** Creates the format `odata`: batches of OData 4.0, 4.01 and 2.0 in `multipart/mixed`, and of OData 4.01 in JSON. */
export function odata(_options: ODataOptions = {}): Format {
  throw new Error('not written yet');
}
