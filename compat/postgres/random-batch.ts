import { BatchWriter, type PlannedOperation } from './batch-writer.js';
import { KINDS } from './operation-kinds.js';
import type { Random } from './random.js';
import type { Fault } from './seed-rows.js';

/** A batch whose effects are known for every way it may end. */
export interface PlannedBatch {
  readonly number: number;
  /** As it is sent. */
  readonly body: string;
  /** In an order that matches the order in which they run, regardless of that of the request. */
  readonly operations: readonly PlannedOperation[];
}

/** Returns a batch of 2 to about 16 operations: some alone, some in groups of 2 to 4. */
export function randomBatch(number: number, random: Random, faults: readonly Fault[]): PlannedBatch {
  const batch = new BatchWriter(number, random, faults);
  const blocks = 2 + random.below(5);
  for (let block = 0; block < blocks; block += 1) {
    const isGroup = random.hasLuck(45);
    batch.group = isGroup ? `group-${block}` : undefined;
    const end = batch.operations.length + (isGroup ? 2 + random.below(3) : 1);
    // A kind may have nothing to work on yet.
    while (batch.operations.length < end) random.pick(KINDS)(batch);
  }
  const requests = batch.operations.map(({ request }) => request);
  const body = batch.isSequential
    ? { execution: 'sequential', onError: random.hasLuck(20) ? 'stop' : 'continue', requests }
    : { requests: random.shuffle(requests) };
  return { number, body: JSON.stringify(body), operations: batch.operations };
}
