import { once } from 'node:events';
import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { discardBody } from '#client/discard-body.js';

test('a stream of the web is cancelled', async () => {
  const reason = await new Promise((resolve) => {
    discardBody(new Response(new ReadableStream({ cancel: () => resolve('cancelled') })));
  });
  expect(reason).toBe('cancelled');
});

test('a stream that cannot be cancelled is left as it is', () => {
  const response = new Response('a');
  response.body?.getReader(); // cancel rejects now
  discardBody(response);
  expect(response.body?.locked).toBe(true);
});

test('a stream of Node is destroyed', async () => {
  const body = Readable.from(['a']);
  discardBody({ body } as never);
  await once(body, 'close');
  expect(body.destroyed).toBe(true);
});

test.each([undefined, null, {}])('a body of %j is ignored', (body) => {
  expect(() => discardBody({ body } as never)).not.toThrow();
});
