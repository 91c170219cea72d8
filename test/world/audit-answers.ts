import { isExact, nameOf } from './audit-effects.js';
import type { Exchange } from './exchange.js';
import { problemOf, type ReadDocument, type ReadResponse, readAnswer, unitOf } from './read-answer.js';
import { LEASE_MS } from './settings.js';
import type { World } from './world.js';

/** Operations with such an outcome have not run, and run when the request is sent again: it is never the final one. */
const NOT_KEPT: ReadonlySet<string | undefined> = new Set([
  'journal-unavailable',
  'not-started',
  'transaction-unavailable',
]);

/** Checks what clients have received. */
export function* auditAnswers(world: World): Generator<string> {
  const finals = new Map<string, ReadDocument>();
  for (const exchange of world.exchanges) {
    const { received, plan, batchId = '' } = exchange;
    if (received?.status !== 207) continue;
    const document = readAnswer(received);
    yield* auditDocument(exchange, document);
    yield* auditResponses(world, exchange, document);
    if (!received.isReplay || isRefused(document)) continue;
    const first = finals.get(batchId) ?? document;
    finals.set(batchId, first);
    if (first.text !== document.text) yield `Two replays to ${plan.scope} differ`;
    if (first === document) yield* auditFinal(world, exchange, document);
  }
  for (const exchange of world.exchanges)
    yield* auditKept(world, exchange, finals.get(exchange.batchId ?? ''));
}

/** Checks whether a list was found to be another one than that of its key, item by item. */
export function isRefused({ responses }: ReadDocument): boolean {
  return responses.some((response) => problemOf(response) === 'idempotency-key-reused');
}

function* auditDocument({ plan, received, total }: Exchange, document: ReadDocument): Generator<string> {
  const { responses, summary } = document;
  const units = new Set(responses.map(unitOf));
  if (units.size !== responses.length) yield `${plan.scope} gets two outcomes of one operation`;
  const isWhole = plan.endpoint !== 'lines' || (received?.isReplay === true && !isRefused(document));
  if (total !== undefined && total !== plan.units.length)
    yield `${plan.scope} has a finished entry of ${total} operations`;
  if (isWhole && units.size !== plan.units.length)
    yield `${plan.scope} gets ${units.size} outcomes of ${plan.units.length} operations`;
  const count = (from: number, to: number): number =>
    responses.filter(({ status }) => status >= from && status < to).length;
  const counted = { total: responses.length, succeeded: count(200, 300), failed: count(400, 600), other: 0 };
  for (const [name, value] of Object.entries(counted))
    if (summary?.[name as 'total'] !== value)
      yield `${plan.scope}: the summary has another number of ${name}`;
}

/** Checks that each outcome is that of this client, and that what succeeded took effect. */
function* auditResponses(
  { ledger }: World,
  { plan }: Exchange,
  { responses }: ReadDocument,
): Generator<string> {
  for (const response of responses) {
    const { status, body } = response;
    const unit = plan.units[unitOf(response)];
    if (body?.scope !== undefined && body.scope !== plan.scope)
      yield `${plan.scope} gets an outcome of ${body.scope}`;
    if (status !== 200 || unit?.method === 'GET') continue;
    const effects = ledger.of(plan.scope, unitOf(response));
    if (!effects.some(({ id }) => id === body?.effect))
      yield `${nameOf(plan, unit)} succeeded, and has no effect`;
  }
}

/** Checks an answer that is the same from now on. */
function* auditFinal(
  world: World,
  { plan, batchId }: Exchange,
  { responses }: ReadDocument,
): Generator<string> {
  const byId = new Map(responses.map((response) => [`u${unitOf(response)}`, response]));
  for (const response of responses) {
    const { status, body } = response;
    const problem = problemOf(response);
    const unit = plan.units[unitOf(response)];
    world.coverage.count(`final: ${problem ?? 'answered'}`);
    const effects = world.ledger.of(plan.scope, unitOf(response)).filter((each) => each.batchId === batchId);
    if (body?.executed === false && effects.length > 0)
      yield `${nameOf(plan, unit)} has not run, and has an effect`;
    if (unit !== undefined && isExact(world, plan, unit) && status === 200 && effects.length !== 1)
      yield `${nameOf(plan, unit)} took effect ${effects.length} times, not once`;
    if (NOT_KEPT.has(problem) || (problem === 'rolled-back' && status === 503))
      yield `${nameOf(plan, unit)} could run again, and its outcome is final: ${problem}`;
    for (const id of body?.because ?? [])
      if (byId.get(id)?.status === 200)
        yield `${nameOf(plan, unit)} has not run because of ${id}, which succeeded`;
  }
}

/** Checks that what a process has answered stays so, unless it was cut off from the store, or another one has taken over. */
function* auditKept(
  { owners, coverage }: World,
  { plan, received, owner }: Exchange,
  final: ReadDocument | undefined,
): Generator<string> {
  const own = owners.get(owner);
  if (received?.status !== 207 || received.isReplay || final === undefined || own === undefined) return;
  if (own.hasLost || own.longestGap(received.at) >= LEASE_MS) return;
  coverage.count('answer that must stay');
  const finals = new Map(final.responses.map((response) => [unitOf(response), JSON.stringify(response)]));
  for (const response of readAnswer(received).responses) {
    if (isUnkept(response)) continue;
    const unit = plan.units[unitOf(response)];
    if (finals.get(unitOf(response)) !== JSON.stringify(response))
      yield `${nameOf(plan, unit)} was answered ${describe(response)}, and is now ${finals.get(unitOf(response))}`;
  }
}

/** Checks whether the next request with the key runs what has not run here. */
function isUnkept(response: ReadResponse): boolean {
  const { status, body } = response;
  return (
    body?.executed === false ||
    [408, 413, 503].includes(status) ||
    /may have taken|did not run now/.test(body?.detail ?? '')
  );
}

function describe(response: ReadResponse): string {
  return JSON.stringify(response);
}
