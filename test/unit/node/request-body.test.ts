import { once } from 'node:events';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { RequestBody } from '#node/request-body.js';

const EVENTS = ['end', 'error', 'close', 'readable'];

/** Returns a request, and what a listener to its body was called with. */
function listen(
  prepare: (req: IncomingMessage) => void = () => undefined,
  maxChunks = Number.POSITIVE_INFINITY,
) {
  const req = new IncomingMessage(new Socket());
  prepare(req);
  const heard: string[] = [];
  const stop = new RequestBody(req).listen({
    onChunk: (chunk) => {
      if (heard.push(String(chunk)) >= maxChunks) stop();
    },
    onEnd: () => heard.push('END'),
    onBreak: () => heard.push('BREAK'),
  });
  return { req, heard, listeners: () => EVENTS.map((event) => req.listenerCount(event)) };
}

test.each([
  ['as it is', () => undefined, ['é', '!', 'END']],
  ['with an encoding', (req: IncomingMessage) => req.setEncoding('utf8'), ['é', '!', 'END']],
  ['paused', (req: IncomingMessage) => req.pause(), ['é', '!', 'END']],
])('a request %s passes on its chunks and its end', async (_what, prepare, expected) => {
  const { req, heard } = listen(prepare);
  req.push(Buffer.from('é'));
  await nextTurn();
  req.push(Buffer.from('!'));
  await nextTurn();
  req.push(null);
  await once(req, 'end');
  expect(heard).toEqual(expected);
});

test('a request that is destroyed before its end is broken, once', async () => {
  const { req, heard, listeners } = listen();
  req.push(Buffer.from('a'));
  await nextTurn();
  const closed = new Promise((resolve) => req.once('close', resolve));
  req.destroy(new Error('aborted'));
  await closed;
  expect(heard).toEqual(['a', 'BREAK']);
  expect(listeners()).toEqual([0, 0, 0, 0]);
});

test('a request that was destroyed earlier is broken', async () => {
  const req = new IncomingMessage(new Socket());
  req.destroy();
  await once(req, 'close');
  const broken = new Promise<void>((resolve, reject) => {
    new RequestBody(req).listen({ onChunk: reject, onEnd: reject, onBreak: resolve });
  });
  await expect(broken).resolves.toBeUndefined();
});

test('what comes after the call of the returned function remains in the request', async () => {
  const { req, heard, listeners } = listen(undefined, 1);
  req.push(Buffer.from('a'));
  await nextTurn();
  req.push(Buffer.from('b'));
  await nextTurn();
  expect(heard).toEqual(['a']);
  expect(listeners()).toEqual([0, 0, 0, 0]);
  expect(req.destroyed).toBe(false);
  expect(String(req.read())).toBe('b');
});
