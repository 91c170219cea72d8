import type { Task, VirtualTime } from './virtual-time.js';

let time: VirtualTime | undefined;

/** What a timer function returns. */
class VirtualTimer {
  task: Task | undefined;
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}

const real = {
  setTimeout,
  setInterval,
  setImmediate,
  clearTimeout,
  clearInterval,
  clearImmediate,
  now: Date.now,
  performance,
  timeout: AbortSignal.timeout.bind(AbortSignal),
};

type Run = (...values: unknown[]) => void;

function start(run: Run, ms: number, values: readonly unknown[], isRepeated = false): VirtualTimer {
  const within = time as VirtualTime;
  const timer = new VirtualTimer();
  const loop = within.current;
  const wait = (): void => {
    timer.task = within.after(ms, fire, { loop, kind: 'timer' });
  };
  const fire = (): void => {
    if (isRepeated) wait();
    run(...values);
  };
  wait();
  return timer;
}

function stop(timer: unknown): boolean {
  if (!(timer instanceof VirtualTimer)) return false;
  if (timer.task !== undefined) timer.task.isCancelled = true;
  return true;
}

/** Timers last at least a millisecond, as those of Node do. */
const virtual = {
  setTimeout: (run: Run, ms = 1, ...values: unknown[]) =>
    time === undefined ? real.setTimeout(run, ms, ...values) : start(run, Math.max(1, ms), values),
  setInterval: (run: Run, ms = 1, ...values: unknown[]) =>
    time === undefined ? real.setInterval(run, ms, ...values) : start(run, Math.max(1, ms), values, true),
  setImmediate: (run: Run, ...values: unknown[]) =>
    time === undefined ? real.setImmediate(run, ...values) : start(run, 0, values),
  clearTimeout: (timer: unknown) => stop(timer) || real.clearTimeout(timer as number),
  clearInterval: (timer: unknown) => stop(timer) || real.clearInterval(timer as number),
  clearImmediate: (timer: unknown) => stop(timer) || real.clearImmediate(timer as NodeJS.Immediate),
};
// Some modules keep a function when they are loaded, so these stay, and read `time` when they are called.
Object.assign(globalThis, virtual);

/** Replaces timers and clocks by those of a world; without one, restores the real ones. */
export function setVirtualTime(world: VirtualTime | undefined): void {
  time = world;
  const now = (): number => (world === undefined ? 0 : world.now + (world.current?.clockOffset ?? 0));
  Date.now = world === undefined ? real.now : () => 1_700_000_000_000 + Math.floor(now());
  AbortSignal.timeout = world === undefined ? real.timeout : virtualTimeout;
  Object.defineProperty(globalThis, 'performance', {
    value: world === undefined ? real.performance : { now },
    configurable: true,
    writable: true,
  });
}

function virtualTimeout(ms: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), ms);
  return controller.signal;
}
