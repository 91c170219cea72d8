import { isExact, nameOf } from '../audit-effects.js';
import { isInTransaction } from '../plan.js';
import { problemOf, type ReadResponse, unitOf } from '../read-answer.js';
import { STORE_TIMEOUT_MS } from '../settings.js';
import type { KeptRequest } from './kept-requests.js';
import type { LaterRequest } from './later-request.js';
import type { LaterWorld } from './later-world.js';

/** Checks what has run: how often, in which order, and that clients are told. */
export function* auditRuns(world: LaterWorld, kept: readonly KeptRequest[]): Generator<string> {
  for (const request of world.requests) {
    yield* auditCounts(world, request);
    const variant =
      kept.find(({ ref }) => request.monitor?.endsWith(ref) === true)?.variant ??
      request.sent.at(-1)?.variant ??
      '';
    const [{ document } = { document: undefined }] = request.documents;
    if (document !== undefined)
      yield* auditOutcomes(world, request, { variant, responses: document.responses });
    yield* auditRefused(world, request);
  }
  yield* auditStopping(world);
}

/** Checks that nothing runs twice unless it may. */
function* auditCounts(world: LaterWorld, { plan, scope }: LaterRequest): Generator<string> {
  const { starts, ledger } = world;
  for (const [index, unit] of plan.request.units.entries()) {
    if (unit.method !== 'POST' && !isExact(world, plan.request, unit)) continue;
    const runs = starts.filter((start) => start.scope === scope && start.unit === index);
    const effects = ledger.of(scope, index);
    const variants = new Set([...runs, ...effects].map(({ variant }) => variant));
    for (const variant of plan.isKeyed ? ['a'] : variants) {
      const started = runs.filter((run) => run.variant === variant).length;
      if (started > 1 && !isInTransaction(plan.request, unit))
        yield `${nameOf(plan.request, unit)} has started ${started} times`;
      const count = effects.filter((effect) => effect.variant === variant).length;
      if (count > 1) yield `${nameOf(plan.request, unit)} took effect ${count} times`;
    }
  }
}

/** Checks outcomes against what has run. */
function* auditOutcomes(
  { starts, ledger }: LaterWorld,
  { plan, scope }: LaterRequest,
  { variant, responses }: { readonly variant: string; readonly responses: readonly ReadResponse[] },
): Generator<string> {
  const byId = new Map(responses.map((response) => [`u${unitOf(response)}`, response]));
  const { units } = plan.request;
  for (const response of responses) {
    const index = unitOf(response);
    const unit = units[index];
    const name = nameOf(plan.request, unit);
    const runs = starts.filter((run) => run.scope === scope && run.variant === variant && run.unit === index);
    const effects = ledger.of(scope, index).filter((effect) => effect.variant === variant);
    const { status, body } = response;
    if (body?.executed === false && effects.length > 0)
      yield `${name} has not run (${problemOf(response)}), and has an effect`;
    const isNoted = unit !== undefined && unit.method !== 'GET' && !isInTransaction(plan.request, unit);
    if (body?.executed === false && runs.length > 0 && isNoted)
      yield `${name} has not run (${problemOf(response)}), and has started`;
    if (status === 200 && runs.length === 0) yield `${name} succeeded, and has not run`;
    if (status === 200 && unit?.method !== 'GET' && !effects.some(({ id }) => id === body?.effect))
      yield `${name} succeeded, and has no effect`;
    for (const id of unit?.dependsOn ?? [])
      if (runs.length > 0 && unit?.method !== 'GET' && byId.get(id)?.status !== 200)
        yield `${name} has run, although ${id} has not succeeded`;
    const referred = unit?.refersTo === undefined ? undefined : byId.get(unit.refersTo)?.body?.effect;
    if (runs.some(({ reference }) => reference !== referred)) yield `${name} has not got what it refers to`;
    const together = units.filter(({ group }) => group !== undefined && group === unit?.group);
    if (status === 200 && together.some(({ id }) => byId.get(id)?.status !== 200))
      yield `${name} succeeded, and its group has not`;
  }
}

/** Checks that nothing runs of a request that was refused. */
function* auditRefused({ starts }: LaterWorld, { plan, sent, scope }: LaterRequest): Generator<string> {
  if (plan.isKeyed) return;
  for (const { variant, status, executed } of sent)
    if (
      status >= 400 &&
      executed !== 'unknown' &&
      starts.some((run) => run.scope === scope && run.variant === variant)
    )
      yield `${scope} was refused with ${status}, and runs`;
}

/** Checks that a process that stops starts nothing more, except what it was about to, and the rest of a group. */
function* auditStopping({ starts, requests }: LaterWorld): Generator<string> {
  const groups = new Map<string, number>();
  for (const { scope, unit, at, by } of starts) {
    const { name, stoppingSince = Number.POSITIVE_INFINITY, pausedUntil } = by;
    const { plan } = requests.find((request) => request.scope === scope) as LaterRequest;
    const step = `${name} ${scope} ${plan.request.units[unit]?.group ?? unit}`;
    const begunAt = groups.get(step) ?? at;
    groups.set(step, begunAt);
    if (begunAt > Math.max(stoppingSince, pausedUntil) + STORE_TIMEOUT_MS)
      yield `${name} starts unit ${unit} of ${scope}, and was asked to stop at ${Math.round(stoppingSince)}`;
  }
}
