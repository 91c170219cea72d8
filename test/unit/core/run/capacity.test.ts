import { expect, test } from '@jest/globals';
import { ClientConnection } from '#core/http/client-signal.js';
import { BatchProblem } from '#core/problem/batch-problem.js';
import { Capacity } from '#core/run/capacity.js';
import { RequestLoad } from '#core/run/request-load.js';

function withPlaces(maxConcurrentRequests: number): Capacity {
  return new Capacity({ maxConcurrentRequests, maxBytesUnderWay: 1_000 });
}

/** A request that has a place. */
function admit(capacity: Capacity, client = new ClientConnection()): RequestLoad {
  const load = new RequestLoad(capacity, client);
  load.takePlace();
  return load;
}

test('as many requests have a place as there are, and one more is refused', () => {
  const capacity = withPlaces(2);
  const first = admit(capacity);
  capacity.check();
  admit(capacity);
  for (const refused of [() => capacity.check(), () => admit(capacity)]) {
    expect(refused).toThrow(BatchProblem);
    expect(refused).toThrow('2 requests are being handled, which is the limit maxConcurrentRequests');
  }
  first.release();
  capacity.check();
});

test('a place is given back once, however often it is released', () => {
  const capacity = withPlaces(2);
  const client = new ClientConnection();
  const load = admit(capacity, client);
  admit(capacity);
  load.release();
  load.release();
  client.close();
  admit(capacity);
  expect(() => capacity.check()).toThrow(BatchProblem);
});

test('a client that leaves gives its place and its bytes back, also one that has left before', () => {
  const capacity = withPlaces(1);
  const client = new ClientConnection();
  const load = admit(capacity, client);
  load.addBody(1_000);
  load.hold();
  client.close();
  capacity.check(1_000);
  expect(load.addAnswer(500)).toBe(true);
  load.remove(500);
  admit(capacity, client);
  capacity.check(1_000);
});

test('a client that leaves gives bytes back once, even if its answer is taken after both holders have released it', () => {
  const capacity = withPlaces(1);
  const client = new ClientConnection();
  const load = admit(capacity, client);
  load.hold();
  load.addAnswer(500);
  client.close();
  load.release();
  load.release();
  load.remove(500);
  capacity.check(1_000);
  expect(() => capacity.check(1_001)).toThrow(BatchProblem);
  load.addAnswer(500);
  capacity.check(1_000);
});

test('what two hold is given back when both have released it', () => {
  const capacity = withPlaces(1);
  const load = admit(capacity);
  load.hold();
  load.release();
  expect(() => capacity.check()).toThrow(BatchProblem);
  load.release();
  capacity.check();
});

test('bodies and answers are counted together, for all requests', () => {
  const capacity = withPlaces(10);
  const first = admit(capacity);
  first.addBody(600);
  const second = admit(capacity);
  expect(second.addAnswer(401)).toBe(false);
  expect(second.addAnswer(400)).toBe(true);
  const refused = new RequestLoad(capacity, new ClientConnection());
  for (const refuse of [() => refused.check(0), () => refused.check(7), () => refused.addBody(1)]) {
    expect(refuse).toThrow(
      'The requests being handled hold 1000 bytes, and the limit maxBytesUnderWay is 1000',
    );
  }
  expect(() => refused.check(7)).toThrow(
    expect.objectContaining({
      slug: 'no-capacity',
      problem: expect.objectContaining({ limit: 'maxBytesUnderWay', max: 1_000, actual: 1_007 }),
      headers: { 'retry-after': '1' },
    }),
  );
  second.remove(300);
  refused.check(300);
  expect(() => refused.check(301)).toThrow(BatchProblem);
  first.release();
  second.release();
  capacity.check(1_000);
});
