import { afterAll, afterEach } from '@jest/globals';

const LIBRARY = /\/packages\/[a-z]+\/(src|dist)\//;

// biome-ignore lint/suspicious/noConsole: it stands in for the real one
const print = console.error;
const printed: unknown[][] = [];
console.error = (...values: unknown[]) => {
  // Frameworks print too, such as Koa of a client that has left.
  if (LIBRARY.test(new Error().stack ?? '')) printed.push(values);
  else print(...values);
};

/**
 * Fails a test in which the library has printed an error: an endpoint without `onError` prints what it reports. A test that
 * expects a report passes its own `onError`, or a spy on `console.error`.
 */
function assertNothingPrinted(): void {
  const [first, ...others] = printed.splice(0);
  if (first === undefined) return;
  throw new Error(`console.error was called ${others.length + 1} times, first with`, { cause: first[0] });
}

afterEach(assertNothingPrinted);
afterAll(assertNothingPrinted);
