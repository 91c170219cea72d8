import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createWorker, type Worker } from '@multistatus/async';
import { createApp } from 'import';
import { type Backend, openBackend } from 'import/backend';
import { photoLines } from 'import/photo-lines';
import { serve } from '../support/serve.js';

const PHOTOS = 10_000;

let backend: Backend;
let worker: Worker;
let origin: string;
let close: () => Promise<void>;
beforeAll(async () => {
  backend = await openBackend();
  const { app, endpoints } = createApp(backend);
  const server = await serve(app);
  origin = `http://127.0.0.1:${server.port}`;
  close = server.close;
  worker = createWorker({ target: app, endpoints, journal: backend.journal, queue: backend.queue });
});
afterAll(async () => {
  await worker.stop();
  await backend.close();
  await close();
});

test('the page gets a cookie, and its script', async () => {
  const page = await fetch(origin);
  expect(page.headers.get('set-cookie')).toMatch(/^client=/);
  expect(await page.text()).toContain('<progress');
  expect((await fetch(`${origin}/import.js`)).status).toBe(200);
});

test('photos are imported once, and those without a title are refused', async () => {
  const headers = { cookie: 'client=ana', accept: 'application/json' };
  const taken = await fetch(`${origin}/photos`, {
    method: 'POST',
    headers: { ...headers, prefer: 'respond-async', 'content-type': 'application/x-ndjson' },
    body: [...photoLines(PHOTOS)].join(''),
  });
  expect(taken.status).toBe(202);
  const { monitor } = (await taken.json()) as { readonly monitor: string };
  const events = await fetch(origin + monitor, { headers: { ...headers, accept: 'text/event-stream' } });
  const last = (await events.text()).trim().split('\n\n').at(-1) ?? '';
  expect(JSON.parse(/^data: (.*)$/m.exec(last)?.[1] ?? '')).toMatchObject({
    status: 207,
    progress: { total: PHOTOS, succeeded: PHOTOS - 1, failed: 1 },
  });
  const count = await fetch(`${origin}/photos/count`);
  expect(await count.json()).toEqual({ photos: PHOTOS - 1, addedTwice: 0 });
  const another = await fetch(origin + monitor, { headers: { ...headers, cookie: 'client=eve' } });
  expect(another.status).toBe(404);
});
