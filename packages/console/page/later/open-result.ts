import { followMonitor } from '@multistatus/client';
import { currentRun } from '../model/run.js';
import { runOfReading } from '../model/run-of-reading.js';
import { section } from '../model/section.js';
import { selectedIndex } from '../model/selection.js';
import { accessFields } from './later-list.js';
import type { MonitorEntry } from './monitor-entry.js';

/**
 * Shows the outcomes of a batch that has ended where the page shows those of a batch that it has sent.
 *
 * @throws {BatchError} if they cannot be read.
 */
export async function openResult({ url, createdAt, endedAt }: MonitorEntry): Promise<void> {
  const { reading } = await followMonitor(url, { headers: accessFields(), maxUnreachableMs: 10_000 });
  selectedIndex.value = undefined;
  currentRun.value = runOfReading(reading, {
    monitor: url,
    durationMs: endedAt && endedAt.getTime() - createdAt.getTime(),
  });
  section.value = 'batch';
}
