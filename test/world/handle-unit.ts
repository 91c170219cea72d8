import type { KeyPlan, PlannedUnit } from './plan.js';
import type { SimulatedProcess } from './simulated-process.js';
import type { SimulatedWorld } from './simulated-world.js';
import type { AppTransaction } from './tx-database.js';

/** One call of a handler. */
export interface UnitCall {
  readonly plan: KeyPlan;
  /** Which of several requests with the same key. */
  readonly variant: string;
  /** The batch that it belongs to. */
  readonly batchId: string;
  readonly index: number;
  readonly transaction: AppTransaction | undefined;
}

export interface UnitAnswer {
  readonly status: number;
  readonly body: object;
}

/** What a handler does, and how often, in relation to each other. */
const BEHAVIOURS = {
  succeeds: 12,
  'succeeds slowly': 3,
  refuses: 1,
  'fails without effect': 1,
  'fails after its effect': 1,
  throws: 1,
  'throws after its effect': 1,
  'never answers': 1,
} as const;

/** Does what an operation asks for: an effect in the database of the app, then an answer. */
export function handleUnit(
  world: SimulatedWorld,
  process: SimulatedProcess,
  { plan, variant, batchId, index, transaction }: UnitCall,
): Promise<UnitAnswer> {
  const { time, random, ledger, coverage } = world;
  const unit = plan.units[index] as PlannedUnit;
  const behaviour = world.hasFaults ? random.weighted(BEHAVIOURS) : 'succeeds';
  coverage.count(`handler, ${unit.method}: ${behaviour}`);
  const id = ledger.nextId();
  const answer = (status: number): UnitAnswer => ({
    status,
    body: { scope: plan.scope, unit: unit.id, effect: id, status },
  });
  const latency = behaviour === 'succeeds slowly' ? 100 + random.next() * 1_200 : 1 + random.next() * 60;
  world.note(`${process.name} runs ${plan.scope} ${unit.id} (${unit.method}): ${behaviour}, effect ${id}`);
  return new Promise((resolve, reject) => {
    const end = (): void => {
      if (behaviour === 'never answers') return;
      if (behaviour.startsWith('throws')) reject(new Error(behaviour));
      else if (behaviour === 'refuses') resolve(answer(409));
      else resolve(answer(behaviour.startsWith('fails') ? 500 : 200));
    };
    // A statement that was sent takes effect even if the process has ended, or it does not arrive.
    time.after(latency * random.next(), () => {
      const hasEffect = !['refuses', 'fails without effect', 'throws'].includes(behaviour);
      const isLost = process.isCrashed && random.chance(0.5);
      if (unit.method !== 'GET' && hasEffect && !isLost) {
        const effect = {
          id,
          scope: plan.scope,
          unit: index,
          batchId,
          variant,
          by: process.name,
          at: time.now,
        };
        if (transaction === undefined) ledger.add(effect);
        else if (transaction.isOver) {
          time.after(1, () => reject(new Error('The transaction is over')), { loop: process });
          return;
        } else transaction.effects.push(effect);
        world.note(
          `effect ${id} of ${plan.scope} ${unit.id}${transaction === undefined ? '' : ', not committed'}`,
        );
      }
      time.after(latency * random.next(), end, { loop: process });
    });
  });
}
