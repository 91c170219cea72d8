import { expect, test } from '@jest/globals';
import { describeWithServers } from './describe-with-servers.js';
import { sendUntilFinal } from './send-until-final.js';
import { toBatch } from './to-batch.js';

const OPERATIONS = 20;
const CANARY = 'canary-5f3a9c';

describeWithServers(
  'Credentials',
  { first: { framework: 'express', leaseMs: 1_000 }, second: { framework: 'koa', leaseMs: 1_000 } },
  (setting, kind) => {
    test('are not in the store, neither while a batch runs nor afterwards', async () => {
      const { pair, store } = setting();
      const key = `${kind}-secrets`;
      const headers = {
        authorization: `Bearer ${CANARY}`,
        cookie: `session=${CANARY}`,
        'x-auth-token': CANARY,
      };
      await pair.first.arm({ point: 'after effect', nth: OPERATIONS / 2, action: 'report' });
      const reached = pair.first.reached();
      const sent = sendUntilFinal(() => pair.origins(), { key, body: toBatch(key, OPERATIONS), headers });
      await reached;
      const whileRunning = await store.readAll();
      expect(whileRunning).not.toBe('');
      expect(whileRunning).not.toContain(CANARY);
      pair.first.go();
      const { final } = await sent;
      // What is kept has the rest of the answers.
      const kept = await store.readAll();
      expect(kept).toContain(`${key}/${OPERATIONS - 1}`);
      expect(kept).not.toContain(CANARY);

      const replay = await sendUntilFinal(() => [pair.second.origin], {
        key,
        body: toBatch(key, OPERATIONS),
        headers,
      });
      expect(final).toMatchObject({ isReplayed: false, text: expect.stringContaining(CANARY) });
      expect(replay.final.isReplayed).toBe(true);
      expect(replay.final.text).not.toContain(CANARY);
    });
  },
);
