import type { ClientSignal } from '@multistatus/core/adapter';
import type { BatchRecord, BatchRecords } from '@multistatus/journal';
import { pause } from '../pause.js';

/** Milliseconds between two looks at a record: short at first, because many requests end soon. */
const FIRST_POLL_MS = 10;
const MAX_POLL_MS = 250;

/**
 * Waits until a record has ended, at most `ms` milliseconds, or until `signal` aborts. Returns the record as it is then; `undefined` if
 * there is none.
 */
export async function waitForEnd(
  records: BatchRecords,
  ref: string,
  { ms, signal }: { readonly ms: number; readonly signal?: ClientSignal | undefined },
): Promise<BatchRecord | undefined> {
  const end = performance.now() + ms;
  for (let pollMs = FIRST_POLL_MS; ; pollMs = Math.min(2 * pollMs, MAX_POLL_MS)) {
    const record = await records.find(ref);
    const leftMs = end - performance.now();
    if (record === undefined || record.endedAt !== undefined || leftMs <= 0 || signal?.aborted === true)
      return record;
    await pause(Math.min(pollMs, leftMs), signal);
  }
}
