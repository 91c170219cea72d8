import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NodeHandler } from '@multistatus/inject';
import { comparable, type PlainAnswer } from '../support/plain-exchange.js';
import { recordEvents } from '../support/record-events.js';
import { runProgram, type Stage, type Step } from './program.js';

/** What can be seen of one exchange, from outside and from inside. */
export interface Observation {
  readonly answer: PlainAnswer;
  /** The connection went before the response had finished. */
  readonly isAborted: boolean;
  /** All of it in a form to compare: the answer, and the log in lanes. */
  readonly seen: unknown;
}

/** Runs programs as handler of one request at a time. */
export interface ProgramHost {
  readonly handler: NodeHandler;
  /** Lets `send` make a request of the handler, which runs `steps`, and waits until nothing more happens. */
  observe(steps: readonly Step[], send: () => Promise<PlainAnswer>): Promise<Observation>;
}

/** What has not happened so many milliseconds after the answer, never will. */
const SETTLING_MS = 200;

/** Creates a host without a program. */
export function createProgramHost(): ProgramHost {
  let steps: readonly Step[] = [];
  let log: readonly string[] = [];
  let isOver: Promise<unknown> = Promise.resolve();
  return {
    handler(req, res) {
      const { stage, closed } = openStage(req, res);
      log = stage.log;
      isOver = Promise.all([runProgram(steps, stage), closed]);
    },
    async observe(program, send) {
      steps = program;
      const answer = await send();
      await Promise.race([isOver.then(nextTurn), new Promise((resolve) => setTimeout(resolve, SETTLING_MS))]);
      const isAborted = !log.includes('res finish');
      return { answer, isAborted, seen: { answer: comparable(answer), log: inLanes(log, answer.kind) } };
    },
  };
}

function openStage(req: IncomingMessage, res: ServerResponse): { stage: Stage; closed: Promise<unknown> } {
  req.setMaxListeners(0);
  res.setMaxListeners(0);
  const { log, closed } = recordEvents(req, res);
  return { stage: { req, res, log, isPiped: false }, closed };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Events of different origin may overtake each other by a tick; within a lane the order has to be the same. */
function inLanes(log: readonly string[], kind: PlainAnswer['kind']): string[][] {
  // What else is heard of a connection that breaks, depends on what it had sent already.
  const heard = log.filter((line) => kind === 'answer' || /^re[qs] close$/.test(line));
  const [ofRequest, ofResponse, written] = [/^req [a-z]/, /^res [a-z]/, /^written/].map((lane) =>
    heard.filter((line) => lane.test(line)),
  ) as [string[], string[], string[]];
  const others = heard.filter((line) => ![ofRequest, ofResponse, written].flat().includes(line));
  return [ofRequest, ofResponse, written.toSorted(), others];
}
