import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createApp } from 'blog';
import { type OpenJournal, openJournal } from 'blog/journal';
import request, { type Response } from 'supertest';
import { startRedis } from '../support/redis-server.js';
import { testWith } from '../support/test-with.js';

let opened: OpenJournal;
beforeAll(async () => {
  opened = await openJournal();
}, 60_000);
afterAll(() => opened.close());

type Handler = ReturnType<ReturnType<typeof createApp>['callback']>;

async function send(handler: Handler, key: string, title: string): Promise<Response> {
  const requests = [{ method: 'POST', url: '/posts', body: { title } }];
  return request(handler).post('/batch').set('idempotency-key', `"${key}"`).send({ requests });
}

test('a batch that is sent twice with one key runs once, also if the blog was restarted in between', async () => {
  const handler = createApp(opened.journal).callback();
  const first = await send(handler, 'post', 'Azulejos');
  expect(first.body.summary).toMatchObject({ succeeded: 1 });
  const again = await send(handler, 'post', 'Azulejos');
  expect(again.headers['idempotency-replayed']).toBe('true');
  expect(again.body).toEqual(first.body);
  expect((await request(handler).get('/posts')).body).toHaveLength(3);

  const restarted = createApp(opened.journal).callback();
  expect((await send(restarted, 'post', 'Azulejos')).body).toEqual(first.body);
  expect((await request(restarted).get('/posts')).body).toHaveLength(2);
  expect((await send(restarted, 'post', 'Fado')).status).toBe(422);
});

test('verdicts that are sent twice with one key are carried out once', async () => {
  const handler = createApp(opened.journal).callback();
  const moderate = () =>
    request(handler)
      .patch('/comments')
      .set('idempotency-key', '"verdicts"')
      .send([{ id: '1', verdict: 'remove' }]);
  const first = await moderate();
  expect(first.body.summary).toMatchObject({ succeeded: 1 });
  expect((await moderate()).body).toEqual(first.body);
});

testWith('redis-server')('the journal may be in Redis', async () => {
  const server = await startRedis();
  const { journal, close } = await openJournal({ redisUrl: server.path });
  const handler = createApp(journal).callback();
  await send(handler, 'post', 'Azulejos');
  expect((await send(handler, 'post', 'Azulejos')).headers['idempotency-replayed']).toBe('true');
  await close();
  await server.stop();
});
