import { isBatchError } from '@multistatus/client';
import type { Run } from '../model/run.js';

/** Checks whether the batch of a run was refused as a whole: nothing of it has run. */
export function isRefused({ error }: Pick<Run, 'error'>): boolean {
  return isBatchError(error.value) && error.value.executed === false;
}
