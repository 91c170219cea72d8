import { expect, test } from '@jest/globals';
import { observedStore } from '../../../async/observed-store.js';
import { AsyncApp, postsOf } from '../worker/async-app.js';

test('a time that no store knows is not passed on to it', async () => {
  const times: unknown[] = [];
  const store = observedStore((name, call, [, , before]) => {
    if (name === 'list') times.push(before);
    return call();
  });
  const app = new AsyncApp((_req, res) => void res.end(), { store });
  try {
    const monitor = await app.send(postsOf(1));
    times.length = 0;
    for (const before of ['1e400', '8640000000000001', '-1', 'x', '8640000000000000']) {
      const { href } = new URL(`/batch/monitors?before=${before}`, monitor);
      expect((await fetch(href)).status).toBe(200);
    }
    expect(times).toEqual([undefined, undefined, undefined, undefined, 8_640_000_000_000_000]);
  } finally {
    await app.close();
  }
});
