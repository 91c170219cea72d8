import { expect, test } from '@jest/globals';
import { createBatchEndpoint, type Dispatch } from '@multistatus/core/adapter';
import { toAnswer } from '../outcomes.js';
import { settled } from '../settled.js';
import { toEnvelope } from '../to-envelope.js';

const TWO = JSON.stringify({
  requests: [
    { id: 'a', method: 'POST', url: '/a' },
    { id: 'b', method: 'POST', url: '/b' },
  ],
});

test('an endpoint that drains finishes what has started, starts nothing more, and refuses further batches', async () => {
  const ran: string[] = [];
  let answerFirst = (): void => undefined;
  const dispatch: Dispatch = ({ url }) => {
    ran.push(url);
    return new Promise((resolve) => {
      answerFirst = () => resolve(toAnswer({ status: 201 }));
    });
  };
  const endpoint = createBatchEndpoint({ limits: { concurrency: 1 } });
  const running = endpoint.handle(toEnvelope({ text: TWO }), dispatch);
  await settled();
  let hasDrained = false;
  const drained = endpoint.drain().then(() => {
    hasDrained = true;
  });
  const refused = await endpoint.handle(toEnvelope({ text: TWO }), dispatch);
  expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
  expect(refused.body).toContain('urn:multistatus:problem:shutting-down');
  expect(await endpoint.handle(toEnvelope({ method: 'GET' }), dispatch)).toMatchObject({ status: 200 });
  await settled();
  expect(hasDrained).toBe(false);
  answerFirst();
  const { responses } = JSON.parse((await running).body as string) as { responses: { status: number }[] };
  expect(responses.map(({ status }) => status)).toEqual([201, 503]);
  expect(ran).toEqual(['/a']);
  await drained;
  expect(hasDrained).toBe(true);
  await endpoint.drain();
});

test('a batch whose body arrives while the endpoint drains is refused', async () => {
  const endpoint = createBatchEndpoint();
  let send = (): void => undefined;
  const arrived = new Promise<void>((resolve) => {
    send = resolve;
  });
  async function* slowly(): AsyncGenerator<Uint8Array> {
    await arrived;
    yield Buffer.from(TWO);
  }
  const dispatch: Dispatch = () => Promise.reject(new Error('nothing may run'));
  const answer = endpoint.handle(toEnvelope({ body: { kind: 'stream', stream: slowly() } }), dispatch);
  await settled();
  await endpoint.drain();
  send();
  expect(await answer).toMatchObject({ status: 503 });
});
