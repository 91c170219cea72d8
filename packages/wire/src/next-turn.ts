type Schedule = (callback: () => void) => unknown;
interface Port {
  onmessage: (() => void) | null;
  postMessage(message: undefined): void;
  close(): void;
}
interface Platform {
  readonly setImmediate?: Schedule;
  readonly MessageChannel?: new () => { readonly port1: Port; readonly port2: Port };
}

const { setImmediate, MessageChannel } = globalThis as Platform;

/** Calls back by a message: browsers delay a timer that another one started by at least 4 milliseconds. */
function scheduleByMessage(callback: () => void): void {
  if (MessageChannel === undefined) {
    setTimeout(callback, 0);
    return;
  }
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    // An open port may keep a process alive.
    port1.close();
    callback();
  };
  port2.postMessage(undefined);
}

const schedule: Schedule = setImmediate ?? scheduleByMessage;

/** Resolves in a later turn of the event loop, after the callbacks that are waiting now. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    schedule(resolve);
  });
}

/** Runs a generator to its end and returns its result. Each step runs in a turn of the event loop of its own. */
export async function inTurns<Result>(steps: Iterator<unknown, Result>): Promise<Result> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await nextTurn();
  }
}

/** How long work may keep the event loop busy before it leaves it to others, in milliseconds. */
const TURN_MS = 4;

/** Runs a generator to its end at once, and returns its result. */
export function atOnce<Result>(steps: Iterator<unknown, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/**
 * Runs a generator to its end and returns its result. Whenever its steps have taken a few milliseconds, the next one runs in a later
 * turn of the event loop; so steps may be very short.
 */
export async function inShortTurns<Result>(steps: Iterator<unknown, Result>): Promise<Result> {
  for (;;) {
    const step = runFor(steps, TURN_MS);
    if (step.done === true) return step.value;
    await nextTurn();
  }
}

function runFor<Result>(
  steps: Iterator<unknown, Result>,
  milliseconds: number,
): IteratorResult<unknown, Result> {
  const start = Date.now();
  for (;;) {
    const step = steps.next();
    // A clock that is set back ends the turn, too.
    if (step.done === true || Math.abs(Date.now() - start) >= milliseconds) return step;
  }
}
