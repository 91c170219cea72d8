import { afterAll, afterEach } from '@jest/globals';

const printed: unknown[][] = [];
console.error = (...values: unknown[]) => void printed.push(values);

/**
 * Fails a test that has printed an error: an endpoint without `onError` prints what it reports. A test that expects a
 * report passes its own `onError`, or a spy on `console.error`.
 */
function assertNothingPrinted(): void {
  const [first, ...others] = printed.splice(0);
  if (first === undefined) return;
  throw new Error(`console.error was called ${others.length + 1} times, first with`, { cause: first[0] });
}

afterEach(assertNothingPrinted);
afterAll(assertNothingPrinted);
