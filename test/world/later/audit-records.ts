import type { KeptRequest } from './kept-requests.js';

/** Checks what the store has of one request. */
export function* auditRecords({
  record,
  jobs,
  events,
  request,
  name,
  isRemoved,
}: KeptRequest): Generator<string> {
  if (record.openedAt === undefined) return;
  const { units } = request.plan.request;
  if (record.units !== units.length) yield `${name} has ${record.units} units, its request ${units.length}`;
  if (record.endedAt === undefined && !isRemoved) yield `${name} has not ended`;
  const outcomes = new Map(jobs.flatMap((job) => [...job]));
  const count = jobs.reduce((sum, { size }) => sum + size, 0);
  if (outcomes.size !== count) yield `${name} has two outcomes of a unit`;
  if (record.endedAt !== undefined && record.stopped === undefined && count !== record.units)
    yield `${name} has ended with ${count} outcomes of ${record.units}`;
  if (record.done !== events.length)
    yield `${name} has counted ${record.done}, and has ${events.length} events`;
  if (events.length !== count) yield `${name} has ${events.length} events of ${count} outcomes`;
  for (const [index, { number, unit }] of events.entries()) {
    if (number !== index + 1) yield `${name} has event ${number} in place of ${index + 1}`;
    if (!outcomes.has(unit)) yield `${name} has an event of unit ${unit}, and no outcome`;
  }
  if (new Set(events.map(({ unit }) => unit)).size !== events.length)
    yield `${name} has two events of a unit`;
  for (const result of ['succeeded', 'failed'] as const) {
    const counted = events.filter((event) => event.result === result).length;
    if (record[result] !== counted)
      yield `${name} has counted ${record[result]} as ${result}, not ${counted}`;
  }
}
