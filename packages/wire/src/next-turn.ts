type Schedule = (callback: () => void) => unknown;

// Node has setImmediate(), which costs a thousandth of the millisecond that a timer waits at least.
const { setImmediate: schedule = (callback) => setTimeout(callback, 0) } = globalThis as {
  readonly setImmediate?: Schedule;
};

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
