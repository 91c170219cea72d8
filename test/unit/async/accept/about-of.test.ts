import { afterEach, expect, jest, test } from '@jest/globals';
import { AsyncApp, postsOf } from '../worker/async-app.js';

let app: AsyncApp | undefined;
afterEach(async () => {
  jest.useRealTimers();
  await app?.close();
});

test('a capture that never ends is given up, and the request gives its place back', async () => {
  let isStuck = true;
  let reached: () => void = () => undefined;
  const captured = new Promise<void>((resolve) => {
    reached = resolve;
  });
  app = new AsyncApp((_req, res) => void res.end(), {
    batch: { limits: { maxConcurrentRequests: 1 } },
    respond: {
      capture: () => {
        reached();
        return isStuck ? new Promise(() => undefined) : 1;
      },
    },
  });
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'Date'] });
  const refused = expect(app.send(postsOf(1))).rejects.toThrow(/^500 .*"executed":false/);
  await captured;
  await jest.advanceTimersByTimeAsync(25_000);
  await refused;
  expect(app.errors.map(String)).toEqual(['Error: respondAsync.capture has not answered within 25000 ms']);
  isStuck = false;
  await app.send(postsOf(1));
});
