import { afterEach, describe, expect, test } from '@jest/globals';
import { createWorker, respondAsync } from '@multistatus/async';
import { memoryQueue } from '@multistatus/async/memory';
import { batch } from '@multistatus/express';
import { createJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import express from 'express';
import { describeBatch } from '#core/openapi/describe-batch.js';
import { describeMonitors } from '#core/openapi/describe-monitors.js';
import type { OpenApiOperation } from '#core/openapi/path-item.js';
import { assertDescribed, findDescriptionFault, type WireAnswer } from './description.js';
import { exchange, post } from './hosts.js';

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

/** Creates an app with a batch that is answered later, and a worker if there is to be one. */
function create(status?: 'ok-or-multi-status') {
  const journal = createJournal({ store: memoryStore(), identify: () => 'ana' });
  const queue = memoryQueue();
  const async = respondAsync({ queue, name: 'batch', limits: { maxOperations: 3 } });
  const options = { journal, async, status, limits: { maxOperations: 2 } };
  const endpoint = batch<express.Request, unknown>(options);
  const app = express().use('/batch', endpoint);
  app.post('/made', (_req, res) => res.status(201).json({ id: 7 }));
  app.get('/busy', (_req, res) => res.sendStatus(503));
  const work = (): void => {
    const worker = createWorker({ target: app, endpoints: [endpoint], journal, queue });
    cleanups.unshift(() => worker.stop());
  };
  cleanups.push(
    () => queue.close(),
    () => journal.close(),
  );
  return { app, options, work };
}

const REQUESTS = {
  requests: [
    { method: 'POST', url: '/made' },
    { method: 'GET', url: '/busy' },
  ],
};
const LATER = { prefer: 'respond-async' };

describe('the description of an endpoint that answers later', () => {
  test('is valid, and describes discovery, refusals and the 202', async () => {
    const { app, options } = create();
    const paths = { '/batch': describeBatch(options), ...describeMonitors(options, '/batch') };
    expect(await findDescriptionFault(paths)).toBeUndefined();
    expect(Object.keys(paths)).toEqual([
      '/batch',
      '/batch/monitors',
      '/batch/monitors/{id}',
      '/batch/monitors/{id}/result',
    ]);
    const { get, post: described } = paths['/batch'];
    const prefer = described!.parameters?.find(({ name }) => name === 'Prefer');
    expect(prefer?.description).toMatch(/`respond-async`: .*up to 3 operations.*\n- `wait=n`/);
    assertDescribed(get!, await exchange(app, '/batch'));
    const four = { requests: Array.from({ length: 4 }, () => ({ method: 'GET', url: '/busy' })) };
    for (const accept of ['application/json', 'application/xml', 'application/x-ndjson']) {
      const answer = await post(app, '/batch', { value: REQUESTS, headers: { ...LATER, accept } });
      expect(answer.status).toBe(202);
      assertDescribed(described!, answer);
      const refused = await post(app, '/batch', { value: four, headers: { ...LATER, accept } });
      expect(refused.status).toBe(413);
      assertDescribed(described!, refused);
    }
    expect(() => assertDescribed(describeBatch().post!, toAnswer(202))).toThrow('is not described');
  });

  test('describes monitors that run, that have ended and that are cancelled', async () => {
    const { app, options, work } = create('ok-or-multi-status');
    const paths = describeMonitors(options, '/batch');
    const read = paths['/batch/monitors/{id}']!.get!;
    const remove = paths['/batch/monitors/{id}']!.delete!;
    const list = paths['/batch/monitors']!.get!;
    const begin = async (): Promise<string> =>
      String((await post(app, '/batch', { value: REQUESTS, headers: LATER })).headers.get('location'));
    const check = async (
      operation: OpenApiOperation,
      path: string,
      init: RequestInit = {},
    ): Promise<number> => {
      const answer = await exchange(app, path, init);
      if (answer.status !== 204) assertDescribed(operation, answer);
      expect(operation.responses).toHaveProperty([String(answer.status)]);
      return answer.status;
    };
    const first = await begin();
    const second = await begin();
    expect(await check(read, first)).toBe(202);
    expect(await check(read, first, { headers: { accept: 'application/xml' } })).toBe(202);
    expect(await check(list, '/batch/monitors')).toBe(200);
    expect(await check(remove, second, { method: 'DELETE' })).toBe(200);
    expect(await check(remove, second, { method: 'DELETE' })).toBe(404);
    expect(await check(read, second)).toBe(404);
    const result = paths['/batch/monitors/{id}/result']!.get!;
    expect(await check(result, `${second}/result`)).toBe(207);
    expect(await check(result, `${first}/result`)).toBe(404);
    work();
    const events = { headers: { accept: 'text/event-stream' } };
    expect(await check(read, first, events)).toBe(200); // ends when the batch has ended
    for (const accept of ['application/json', 'application/xml', 'application/x-ndjson'])
      expect(await check(read, first, { headers: { accept } })).toBe(207);
    expect(await check(read, first, { headers: { accept: 'image/png' } })).toBe(406);
    const after = { accept: 'text/event-stream', 'last-event-id': '2' };
    expect(await check(read, first, { headers: after })).toBe(204);
    expect(await check(list, '/batch/monitors')).toBe(200);
    expect(await check(remove, first, { method: 'DELETE' })).toBe(204);
    expect(await check(read, first)).toBe(404);
  });

  test('has the path of the option monitors, and the responses of items', () => {
    const { options } = create();
    const async = respondAsync({ queue: memoryQueue(), name: 'photos', monitors: '/own' });
    const paths = describeMonitors({ ...options, async, item: {} }, '/photos');
    expect(Object.keys(paths)).toEqual(['/own', '/own/{id}', '/own/{id}/result']);
    expect(JSON.stringify(paths)).toContain('The index of the item');
    expect(() => describeMonitors({}, '/batch')).toThrow('describeMonitors needs the option async');
    expect(() => describeMonitors(options, 'batch')).toThrow('such as /batch');
  });
});

function toAnswer(status: number): WireAnswer {
  return { status, headers: new Headers({ 'content-type': 'application/json' }), text: '{}' };
}
