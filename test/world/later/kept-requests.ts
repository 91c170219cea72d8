import type { WholeRecord } from '../whole-record.js';
import type { LaterRequest } from './later-request.js';
import type { LaterWorld } from './later-world.js';
import type { Captured } from './run-unit.js';

/** What the store has kept of a request: at the end, or when it was removed. */
export interface KeptRequest extends WholeRecord {
  readonly ref: string;
  /** What the log calls it. */
  readonly name: string;
  readonly request: LaterRequest;
  /** Which of the requests of its client it is. */
  readonly variant: string;
  readonly isRemoved: boolean;
}

/** Reads all that the store of a world has kept. */
export async function keptRequests(world: LaterWorld): Promise<readonly KeptRequest[]> {
  const { records } = world.store;
  const kept: KeptRequest[] = [];
  for (const ref of records.refs) {
    const whole = (await records.read(ref)) ?? records.removed.get(ref);
    if (whole === undefined) continue;
    const { principal } = JSON.parse(whole.record.about) as { readonly principal: Captured };
    const request = world.requestOf(principal.scope);
    const isRemoved = records.removed.has(ref);
    kept.push({
      ...whole,
      ref,
      name: records.nameOf(ref) ?? ref,
      request,
      variant: principal.variant,
      isRemoved,
    });
  }
  return kept;
}
