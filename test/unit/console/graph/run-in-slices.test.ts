import { expect, test } from '@jest/globals';
import { runInSlices } from '#console-page/graph/run-in-slices.js';

function* endless(onStep: () => void): Generator<void, never> {
  for (;;) {
    onStep();
    yield;
  }
}

function* counting(steps: number): Generator<void, string> {
  for (let step = 0; step < steps; step += 1) yield;
  return 'done';
}

test('resolves with the result', async () => {
  await expect(runInSlices(counting(1_000), new AbortController().signal)).resolves.toBe('done');
});

test('lets other tasks run in between, and ends when it is aborted', async () => {
  const controller = new AbortController();
  let steps = 0;
  const running = runInSlices(
    endless(() => {
      steps += 1;
    }),
    controller.signal,
  );
  setTimeout(() => controller.abort());
  await expect(running).resolves.toBeUndefined();
  expect(steps).toBeGreaterThan(0);
});
