import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { show, sized } from '../journal/proof-size.js';
import { toBatch } from '../journal/to-batch.js';
import { ask, askLater, monitorIn, type Reply } from './ask.js';
import type { LocalApp } from './local-app.js';
import { openLocalApp } from './open-local-app.js';

const OPERATIONS = 4;
/** Races at the same time. */
const LANES = 4;

/** When a batch is cancelled. It approaches the moment at which the last outcome is kept. */
class Aim {
  #ms = 20;

  get ms(): number {
    return this.#ms;
  }

  missed(by: 'early' | 'late'): void {
    this.#ms *= by === 'early' ? 1.1 : 0.9;
  }
}

test('DELETE that races the last outcome: either what became of each operation, or the result is removed', async () => {
  const opened = await openLocalApp({ work: () => setTimeout(2) });
  const { app } = opened;
  try {
    await app.startWorker({ concurrency: LANES });
    const rounds = sized({ short: 50, long: 1_000 });
    const counts = { document: 0, removed: 0, ran: 0, notRun: 0 };
    const aim = new Aim();
    const race = async (lane: number): Promise<void> => {
      for (let round = lane; round < rounds; round += LANES) {
        const key = `race-${round}`;
        const monitor = monitorIn(await askLater(app, toBatch(key, OPERATIONS)));
        await setTimeout(aim.ms);
        const reply = await ask(app, { method: 'DELETE', path: monitor });
        aim.missed(reply.status === 200 ? 'early' : 'late');
        if (reply.status === 204) counts.removed += 1;
        else counts.document += 1;
        const { ran, notRun } = check(app, key, reply);
        counts.ran += ran;
        counts.notRun += notRun;
        // If the batch ended between two steps of DELETE, it has not been cancelled.
        const later = await ask(app, { path: monitor });
        if (later.status === 207) expect([reply.status, notRun]).toEqual([200, 0]);
        else expect(later.status).toBe(404);
        const kept = await ask(app, { path: `${monitor}/result` });
        expect(kept.status).toBe(reply.status === 200 ? 207 : 404);
        if (reply.status === 200) expect(kept.text).toBe(reply.text);
      }
    };
    const before = effectsOf(app);
    await Promise.all(Array.from({ length: LANES }, (_, lane) => race(lane)));
    // Nothing has run after its batch was answered.
    expect(effectsOf(app) - before).toBe(counts.ran);
    show(`DELETE against the last outcome, ${rounds} times`, counts);
    expect(counts.ran + counts.notRun).toBe(rounds * OPERATIONS);
    expect(Math.min(counts.document, counts.removed)).toBeGreaterThan(0);
    expect(app.errors).toEqual([]);
  } finally {
    await opened.close();
  }
}, 600_000);

function effectsOf({ effects }: LocalApp): number {
  return [...effects.values()].reduce((sum, times) => sum + times, 0);
}

/** Compares an answer with the effects that there are. */
function check(app: LocalApp, key: string, { status, json }: Reply): { ran: number; notRun: number } {
  const effectOf = (id: string): number => app.effects.get(`${key}/${id}`) ?? 0;
  if (status === 204) {
    for (let id = 0; id < OPERATIONS; id += 1) expect([id, effectOf(String(id))]).toEqual([id, 1]);
    return { ran: OPERATIONS, notRun: 0 };
  }
  expect(status).toBe(200);
  expect(json.responses).toHaveLength(OPERATIONS);
  const counts = { ran: 0, notRun: 0 };
  for (const { id, status: outcome, body } of json.responses ?? []) {
    const effects = effectOf(id);
    if (outcome === 201) expect([id, effects]).toEqual([id, 1]);
    else expect([id, outcome, body?.executed, effects]).toEqual([id, 503, false, 0]);
    counts[effects === 1 ? 'ran' : 'notRun'] += 1;
  }
  return counts;
}
