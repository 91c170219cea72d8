import { describe, expect, test } from '@jest/globals';
import { asyncHosts } from './async-hosts.js';
import { gate, send, sendBatch, things, until, untilEnded } from './client.js';

/** Returns what an answer says of each operation: its status, and whether it has run if a problem says so. */
function outcomesOf({ json }: Awaited<ReturnType<typeof send>>): readonly string[] {
  return (json.responses ?? []).map(({ status, body: { type, executed } = {} }) =>
    type === undefined ? String(status) : `${status} ${type.split(':').at(-1)} ${String(executed)}`,
  );
}

describe.each(asyncHosts.map((host) => [host.name, host] as const))('%s: DELETE', (_name, host) => {
  test('starts nothing more, lets what runs end, and answers what became of each operation', async () => {
    const started = gate();
    const goOn = gate();
    const ran: string[] = [];
    const app = await host.start({
      limits: { jobSize: 2 },
      batch: { limits: { concurrency: 1 } },
      target: async ({ url }) => {
        ran.push(url);
        if (ran.length === 2) started.open();
        if (ran.length > 1) await goOn.opened;
        return 201;
      },
      workers: { concurrency: 1 },
    });
    try {
      const path = (await sendBatch(app, things(6))).headers.location ?? '';
      await started.opened;
      const deleting = send(app, { method: 'DELETE', path });
      await until(async () => (await send(app, { path })).json.status === 'cancelling');
      goOn.open();
      const answer = await deleting;
      expect([answer.status, answer.headers['asyncresult'], answer.headers['content-location']]).toEqual([
        200,
        '207',
        `${path}/result`,
      ]);
      expect(outcomesOf(answer)).toEqual(['201', '201', ...Array(4).fill('503 cancelled false')]);
      const later = await send(app, { path });
      expect(later.status).toBe(404);
      expect(later.json).toMatchObject({
        type: 'urn:multistatus:problem:batch-cancelled',
        result: `${path}/result`,
      });
      const result = await send(app, { path: `${path}/result` });
      expect([result.status, result.headers['asyncresult']]).toEqual([207, '207']);
      expect(outcomesOf(result)).toEqual(['201', '201', ...Array(4).fill('503 cancelled false')]);
      expect(ran).toHaveLength(2);
    } finally {
      goOn.open();
      await app.close();
    }
  });

  test('aborts what does not end in time: whether it took effect is unknown', async () => {
    const started = gate();
    const never = gate();
    const app = await host.start({
      limits: { jobSize: 1, cancelGraceMs: 0 },
      workers: { concurrency: 1 },
      target: async () => {
        started.open();
        await never.opened;
        return 200;
      },
    });
    try {
      const path = (await sendBatch(app, things(2))).headers.location ?? '';
      await started.opened;
      const answer = await send(app, { method: 'DELETE', path });
      expect([answer.status, answer.headers['asyncresult'], answer.headers['content-location']]).toEqual([
        200,
        '207',
        `${path}/result`,
      ]);
      expect(outcomesOf(answer)).toEqual(['504 operation-timeout unknown', '503 cancelled false']);
      const twice = await send(app, { method: 'DELETE', path });
      expect([twice.status, twice.json.type]).toEqual([404, 'urn:multistatus:problem:batch-cancelled']);
      expect((await send(app, { path: `${path}/result` })).text).toBe(answer.text);
      const events = await send(app, { path, headers: { accept: 'text/event-stream' } });
      expect(events.text).toContain('event: end\ndata: {"status":"cancelled"');
      expect((await send(app, { path: '/batch/monitors' })).json.monitors?.[0]?.status).toBe('cancelled');
      expect((await send(app, { method: 'DELETE', path: `${path}/result` })).status).toBe(204);
      for (const gone of [path, `${path}/result`]) {
        expect((await send(app, { path: gone })).json.type).toBe('urn:multistatus:problem:no-such-monitor');
      }
    } finally {
      never.open();
      await app.close();
    }
  });

  test('before anything has begun, nothing runs', async () => {
    const ran: string[] = [];
    const app = await host.start({
      isPaused: true,
      target: ({ url }) => {
        ran.push(url);
        return 200;
      },
    });
    try {
      const path = (await sendBatch(app, things(3))).headers.location ?? '';
      const answers = await Promise.all([1, 2, 3].map(() => send(app, { method: 'DELETE', path })));
      // Whoever comes while it is cancelled gets the document, and whoever comes later the problem.
      expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
      for (const { status } of answers) expect([200, 404]).toContain(status);
      await app.startWorker();
      const next = await sendBatch(app, things(1));
      await untilEnded(app, next.headers.location ?? '');
      expect(ran).toHaveLength(1);
    } finally {
      await app.close();
    }
  });

  test('races the last outcome: the answer is the document, or that it had finished', async () => {
    const app = await host.start({ limits: { maxBatchesPerClient: 1_000 } });
    try {
      const statuses = new Set<number>();
      for (let n = 0; n < 30; n += 1) {
        const path = (await sendBatch(app, things(2))).headers.location ?? '';
        for (let polls = n % 6; polls > 0; polls -= 1) await send(app, { path });
        const answer = await send(app, { method: 'DELETE', path });
        statuses.add(answer.status);
        if (answer.status === 200) expect(outcomesOf(answer)).toHaveLength(2);
        else expect(answer.status).toBe(204);
        const after = await send(app, { path });
        if (answer.status === 204) expect(after.json.type).toBe('urn:multistatus:problem:no-such-monitor');
        else expect([207, 404]).toContain(after.status);
      }
      expect(statuses.size).toBeGreaterThan(0);
    } finally {
      await app.close();
    }
  });
});
