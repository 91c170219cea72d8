import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { batchFetch } from '@multistatus/client';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { app } from './app.js';

const BATCH = {
  requests: [
    { id: 'tram', method: 'GET', url: '/photos/7' },
    { id: 'gone', method: 'GET', url: '/photos/99' },
  ],
};

test('a batch has an outcome for each photo', async () => {
  const answer = await request(app).post('/batch').send(BATCH).expect(207);
  expect(answer.body.summary).toEqual({ total: 2, succeeded: 1, failed: 1, other: 0 });
  expect(answer.body.responses[0].body).toEqual({ id: 7, title: 'Tram 28' });
});

test('a batch is answered in XML', async () => {
  const answer = await request(app).post('/batch').set('accept', 'application/xml').send(BATCH).expect(207);
  expect(answer.text).toContain('<D:href>/photos/99</D:href>');
});

describe('with a client', () => {
  let server: Server;
  beforeAll(() => {
    server = app.listen(0, '127.0.0.1');
    return once(server, 'listening');
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  test('calls in the same turn are one batch', async () => {
    const api = batchFetch({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/batch` });
    const answers = await Promise.all([api('/photos/7'), api('/photos/99')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 404]);
  });
});
