import { activeOperationOf } from '@multistatus/core/adapter';
import type { Observations, ObservedOutcome } from './case.js';

/** The recording side of `Observations`: the target and the host write here, cases read. */
export interface TargetLog extends Observations {
  /** Records a request with this URL; `whenClosed` gets the listener to call when the response is sent or abandoned. */
  enter(request: object, url: string, whenClosed: (listener: () => void) => void): void;
  stepInside(): void;
  stepOutside(): void;
  readonly fail: (error: unknown) => void;
  readonly tell: (outcome: ObservedOutcome) => void;
  /** Records a call of `allow`. */
  ask(question: string): void;
  /** Records a step of a transaction. */
  transact(step: string): void;
}

/** Creates an empty log of what a target receives. */
export function observeTarget(): TargetLog {
  let urls: string[] = [];
  let errors: unknown[] = [];
  let outcomes: ObservedOutcome[] = [];
  let asked: string[] = [];
  let transactions: string[] = [];
  let inside = 0;
  let peak = 0;
  const entries = createMilestones();
  const closes = createMilestones();
  const aborts = createMilestones();
  return {
    calls: () => urls.length,
    urls: () => urls,
    peak: () => peak,
    errors: () => errors,
    outcomes: () => outcomes,
    asked: () => asked,
    transactions: () => transactions,
    entered: entries.reached,
    closed: closes.reached,
    aborted: aborts.reached,
    enter(request, url, whenClosed) {
      const path = url.split('?', 1)[0] ?? '';
      urls.push(url);
      whenClosed(() => closes.reach(path));
      activeOperationOf(request)?.signal.addEventListener('abort', () => aborts.reach(path));
      entries.reach(path);
    },
    stepInside() {
      inside += 1;
      peak = Math.max(peak, inside);
    },
    stepOutside() {
      inside -= 1;
    },
    fail: (error) => void errors.push(error),
    tell: (outcome) => void outcomes.push(outcome),
    ask: (question) => void asked.push(question),
    transact: (step) => void transactions.push(step),
    reset() {
      urls = [];
      errors = [];
      outcomes = [];
      asked = [];
      transactions = [];
      inside = 0;
      peak = 0;
      entries.clear();
      closes.clear();
      aborts.clear();
    },
  };
}

interface Milestones {
  reach(path: string): void;
  readonly reached: (path: string) => Promise<void>;
  clear(): void;
}

function createMilestones(): Milestones {
  let done = new Set<string>();
  let waiting: { path: string; resolve: () => void }[] = [];
  return {
    reach(path) {
      done.add(path);
      for (const waiter of waiting.filter((each) => each.path === path)) waiter.resolve();
      waiting = waiting.filter((each) => each.path !== path);
    },
    reached: (path) =>
      new Promise((resolve) => {
        if (done.has(path)) resolve();
        else waiting.push({ path, resolve });
      }),
    clear() {
      done = new Set();
      waiting = [];
    },
  };
}
