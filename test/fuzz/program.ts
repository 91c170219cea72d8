import type { IncomingMessage, ServerResponse } from 'node:http';
import { types } from 'node:util';
import fc from 'fast-check';

/** What a step of a program works on. */
export interface Stage {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** Everything that can be seen of the exchange from inside, in order. */
  readonly log: string[];
  /** A stream that is piped into the response will end it. */
  isPiped: boolean;
}

/** One thing that a handler may do to its request and response. */
export interface Step {
  readonly title: string;
  run(stage: Stage): unknown;
}

/** Creates a step for every value of `inputs`; failing cases are printed as `name(value)`. */
export function step<T>(
  name: string,
  inputs: fc.Arbitrary<T>,
  run: (stage: Stage, input: T) => unknown,
): fc.Arbitrary<Step> {
  return inputs.map((input) => {
    const title = `${name}(${input === undefined ? '' : fc.stringify(input)})`;
    return { title, run: (stage: Stage) => run(stage, copyLists(input)), [fc.toStringMethod]: () => title };
  });
}

/** `appendHeader` adds to the very list that `setHeader` was given: each run needs lists of its own. */
function copyLists<T>(input: T): T {
  if (Array.isArray(input)) return input.map(copyLists) as T;
  if (typeof input !== 'object' || input === null || Object.getPrototypeOf(input) !== null) return input;
  return Object.assign(
    Object.create(null),
    Object.fromEntries(Object.entries(input).map(([name, value]) => [name, copyLists(value)])),
  ) as T;
}

/**
 * Runs the steps one after another and ends the response where they have not.
 *
 * What a step throws, or a boolean that it gives back, goes into the log; the program goes on, so that a later step
 * meets whatever the earlier ones have left.
 */
export async function runProgram(steps: readonly Step[], stage: Stage): Promise<void> {
  for (const step of steps) await runStep(step, stage);
  const isOpen = !stage.res.writableEnded && !stage.res.destroyed && stage.res.socket !== null;
  if (isOpen && !stage.isPiped) await runStep({ title: 'last end', run: ({ res }) => void res.end() }, stage);
}

async function runStep(step: Step, stage: Stage): Promise<void> {
  const { title } = step;
  try {
    const result = step.run(stage);
    const value = types.isPromise(result) ? await result : result;
    if (typeof value === 'boolean') stage.log.push(`${title}: ${value}`);
  } catch (error) {
    stage.log.push(`${title}: ${nameOf(error)}`);
  }
}

/** Names an error by its code; its message where it has none. */
export function nameOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code ?? String(message);
}
