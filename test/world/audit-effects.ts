import type { Exchange } from './exchange.js';
import type { Effect } from './ledger.js';
import { isInTransaction, type KeyPlan, type PlannedUnit } from './plan.js';
import type { World } from './world.js';

/** Checks how often operations took effect. */
export function* auditEffects(world: World): Generator<string> {
  const { ledger, exchanges, store, plans } = world;
  const refs = new Map(exchanges.map(({ plan, ref }) => [plan.scope, ref]));
  for (const plan of plans) {
    const lives = store.lives.get(refs.get(plan.scope) ?? '') ?? 0;
    for (const [index, unit] of plan.units.entries()) {
      if (!isAtMostOnce(world, plan, unit)) continue;
      const effects = ledger.of(plan.scope, index);
      if (effects.length > lives)
        yield `${nameOf(plan, unit)} took effect ${effects.length} times, its key was new ${lives} times`;
      for (const again of repeated(effects)) yield `${nameOf(plan, unit)} took effect again: ${again.id}`;
    }
  }
  yield* auditVariants(world);
  for (const exchange of exchanges) yield* auditReports(world, exchange);
}

/** Checks whether nothing may repeat an operation: its method is not idempotent, or its outcome is committed with its effect. */
function isAtMostOnce(world: World, plan: KeyPlan, unit: PlannedUnit): boolean {
  return unit.method === 'POST' || isExact(world, plan, unit);
}

/** Checks whether the outcome of an operation is committed together with its effect. */
export function isExact({ isShared }: Pick<World, 'isShared'>, plan: KeyPlan, unit: PlannedUnit): boolean {
  return isShared && unit.method !== 'GET' && isInTransaction(plan, unit);
}

function repeated(effects: readonly Effect[]): Effect[] {
  return effects.filter(({ batchId }, at) => effects.findIndex((each) => each.batchId === batchId) < at);
}

/** Checks that only one of several payloads with the same key has run. Items that are handled as they arrive are compared one by one. */
function* auditVariants({ exchanges, ledger, plans }: World): Generator<string> {
  const variants = new Map<string, string>();
  const lines = new Set(plans.filter(({ endpoint }) => endpoint === 'lines').map(({ scope }) => scope));
  for (const { scope, unit, batchId, variant } of ledger.effects) {
    const compared = lines.has(scope) ? `${batchId} ${unit}` : batchId;
    const first = variants.get(compared) ?? variant;
    variants.set(compared, first);
    if (first !== variant) yield `Two payloads have run as one batch: ${batchId}`;
  }
  const sent = new Set(exchanges.map(({ plan, variant }) => `${plan.scope} ${variant}`));
  for (const { plan, variant, received, batchId = '' } of exchanges) {
    const isAlone = !sent.has(`${plan.scope} ${variant === 'a' ? 'b' : 'a'}`);
    if (received?.status === 422 && isAlone)
      yield `${plan.scope} is refused as another request, and there is none`;
    if (
      received?.status === 207 &&
      plan.endpoint !== 'lines' &&
      (variants.get(batchId) ?? variant) !== variant
    )
      yield `${plan.scope} gets the answer to another payload`;
  }
}

/** Checks that what a process reports as not run had not run, at a time when it could know. */
function* auditReports(
  { ledger }: World,
  { plan, process, batchId, variant, reports }: Exchange,
): Generator<string> {
  for (const [index, { executed, checkedAfter }] of reports) {
    if (executed !== false) continue;
    const effect = ledger
      .of(plan.scope, index)
      .find((each) => each.batchId === batchId && each.variant === variant && each.at < checkedAfter);
    if (effect !== undefined)
      yield `${process} reports that ${nameOf(plan, plan.units[index])} has not run, but there is effect ${effect.id} by ${effect.by}`;
  }
}

export function nameOf({ scope }: KeyPlan, unit: PlannedUnit | undefined): string {
  return `${unit?.method} ${unit?.id} of ${scope}`;
}
