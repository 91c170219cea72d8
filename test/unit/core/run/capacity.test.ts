import { expect, test } from '@jest/globals';
import { ClientConnection } from '#core/http/client-signal.js';
import { BatchProblem } from '#core/problem/batch-problem.js';
import { Capacity } from '#core/run/capacity.js';

test('as many requests have a place as there are, and one more is refused', () => {
  const capacity = new Capacity(2);
  const release = capacity.take(new ClientConnection());
  capacity.check();
  capacity.take(new ClientConnection());
  for (const refused of [() => capacity.check(), () => capacity.take(new ClientConnection())]) {
    expect(refused).toThrow(BatchProblem);
    expect(refused).toThrow('2 requests are being handled, which is the limit maxConcurrentRequests');
  }
  release();
  capacity.check();
});

test('a place is given back once, however often it is released', () => {
  const capacity = new Capacity(2);
  const client = new ClientConnection();
  const release = capacity.take(client);
  capacity.take(new ClientConnection());
  release();
  release();
  client.close();
  capacity.take(new ClientConnection());
  expect(() => capacity.check()).toThrow(BatchProblem);
});

test('a client that leaves gives its place back, also one that has left before', () => {
  const capacity = new Capacity(1);
  const client = new ClientConnection();
  capacity.take(client);
  client.close();
  capacity.check();
  capacity.take(client);
  capacity.check();
});
