import type { Random } from '../postgres/random.js';
import type { Step } from './chaos-app.js';
import { ACCOUNTS } from './create-tables.js';

/** A group, or an operation on its own. Its operations are sent once, or twice if the first answer says that nothing ran. */
export interface PlannedUnit {
  readonly name: string;
  readonly isGroup: boolean;
  readonly operations: readonly { readonly mark: string; readonly steps: readonly Step[] }[];
}

/** A batch, and the endpoint that it is sent to. */
export interface PlannedBatch {
  readonly path: '/batch' | '/serializable';
  readonly units: readonly PlannedUnit[];
  /** After how many milliseconds the client leaves; `undefined` if it stays. */
  readonly leavesAfterMs: number | undefined;
}

/** What the database of an audit can do: an embedded one has no second connection, and statements block the process. */
export interface Possibilities {
  readonly isEmbedded: boolean;
}

const ANYWHERE: readonly Step[] = ['swallow', 'fail', 'refuse', 'be refused at commit', 'answer and insert'];
const ON_A_SERVER: readonly Step[] = ['nap', 'nap', 'nap', 'hang', 'kill', 'be killed at commit'];

/** Returns a random batch of groups and single operations. Most succeed if nothing happens to them. */
export function randomBatch(number: number, random: Random, possibilities: Possibilities): PlannedBatch {
  const units = Array.from({ length: 1 + random.below(3) }, (_, index): PlannedUnit => {
    const name = `b${number}u${index}`;
    const isGroup = random.hasLuck(80);
    const length = isGroup ? 2 + random.below(3) : 1;
    const operations = Array.from({ length }, (__, position) => ({
      mark: `${name}o${position}`,
      steps: isGroup ? randomSteps(random, possibilities) : (['insert'] as const),
    }));
    return { name, isGroup, operations };
  });
  return {
    path: random.hasLuck(30) ? '/serializable' : '/batch',
    units,
    leavesAfterMs: random.hasLuck(6) ? random.below(40) : undefined,
  };
}

function randomSteps(random: Random, { isEmbedded }: Possibilities): readonly Step[] {
  const steps: Step[] = ['insert'];
  // The rows of accounts in any order: two batches that write the same two wait for each other, or deadlock.
  if (random.hasLuck(35)) steps.push(1 + random.below(ACCOUNTS));
  if (!isEmbedded && random.hasLuck(15)) steps.push('nap', 1 + random.below(ACCOUNTS));
  if (random.hasLuck(16)) steps.push(random.pick(isEmbedded ? ANYWHERE : [...ANYWHERE, ...ON_A_SERVER]));
  // What comes after the answer comes last.
  const isAnswered = steps.at(-1) === 'answer and insert';
  return random.hasLuck(20) && !isAnswered ? [...steps.slice(1), 'insert'] : steps;
}
