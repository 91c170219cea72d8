/** A slice leaves time for the rest of a frame. */
const SLICE_MS = 10;

/** Runs a long calculation in slices between which the page can work. Resolves with `undefined` if `signal` is aborted before it ends. */
export async function runInSlices<Result>(
  steps: Iterator<void, Result>,
  signal: AbortSignal,
): Promise<Result | undefined> {
  let until = performance.now() + SLICE_MS;
  while (!signal.aborted) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() < until) continue;
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
    until = performance.now() + SLICE_MS;
  }
  return undefined;
}
