import { auditCancelled } from './audit-cancelled.js';
import { auditClients } from './audit-clients.js';
import { auditRecords } from './audit-records.js';
import { auditRuns } from './audit-runs.js';
import { type KeptRequest, keptRequests } from './kept-requests.js';
import type { LaterWorld } from './later-world.js';

/** Returns every rule that was broken in a world, in words; nothing if all is well. */
export async function auditLater(world: LaterWorld): Promise<string[]> {
  const { requests, time, store } = world;
  const kept = await keptRequests(world);
  return [
    ...requests.filter(({ isOver }) => !isOver).map(({ scope }) => `The clients of ${scope} wait for ever`),
    ...(time.waiting > 0 ? [`${time.waiting} timers are left at the end`] : []),
    ...auditProcesses(world),
    ...store.records.broken,
    ...requests.flatMap(({ broken }) => broken),
    ...kept.flatMap((each: KeptRequest) => [...auditRecords(each)]),
    ...auditClients(world, kept),
    ...auditRuns(world, kept),
    ...auditCancelled(world, kept),
  ];
}

/** Checks that processes end in good order. */
function* auditProcesses({ webs, workers }: LaterWorld): Generator<string> {
  for (const { name, isCrashed } of [...webs, ...workers])
    if (!isCrashed) yield `${name} has not stopped when it was asked to`;
}
