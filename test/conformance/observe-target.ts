import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Observations } from './case.js';

/** The recording side of `Observations`: the target and the host write here, cases read. */
export interface TargetLog extends Observations {
  enter(request: IncomingMessage, response: ServerResponse): void;
  stepInside(): void;
  stepOutside(): void;
  readonly fail: (error: unknown) => void;
}

/** Gives back an empty log of what a target saw. */
export function observeTarget(): TargetLog {
  let urls: string[] = [];
  let errors: unknown[] = [];
  let inside = 0;
  let peak = 0;
  const entries = createMilestones();
  const closes = createMilestones();
  return {
    calls: () => urls.length,
    urls: () => urls,
    peak: () => peak,
    errors: () => errors,
    entered: entries.reached,
    closed: closes.reached,
    enter(request, response) {
      const url = request.url ?? '';
      const path = url.split('?', 1)[0] ?? '';
      urls.push(url);
      response.once('close', () => closes.reach(path));
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
    reset() {
      urls = [];
      errors = [];
      inside = 0;
      peak = 0;
      entries.clear();
      closes.clear();
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
