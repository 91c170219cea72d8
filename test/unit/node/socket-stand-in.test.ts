// Adapters for serverless functions put an object in place of a socket that keeps what is written. That of @vendia/serverless-express
// returns nothing from `write`, calls its callback, and never drains.
import { EventEmitter } from 'node:events';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import { writeEnvelope } from '@multistatus/node';

function standInFor(written: string[]): Socket {
  const nothing = (): void => undefined;
  const write = (data: Uint8Array | string, ...rest: unknown[]): void => {
    written.push(Buffer.from(data as string).toString());
    for (const callback of rest) if (typeof callback === 'function') callback();
  };
  const methods = { write, cork: nothing, uncork: nothing, destroy: nothing };
  return Object.assign(new EventEmitter(), {
    _writableState: {},
    writable: true,
    ...methods,
  }) as unknown as Socket;
}

async function* pieces(): AsyncGenerator<string> {
  yield* ['one,', 'two,', 'three'];
}

test('an answer in pieces is written to its end', async () => {
  const written: string[] = [];
  const req = new IncomingMessage(new Socket());
  req.push(null);
  const res = new ServerResponse(req);
  res.assignSocket(standInFor(written));
  await writeEnvelope(req, res, { status: 207, headers: {}, body: pieces() });
  expect(res.writableEnded).toBe(true);
  const text = written.join('');
  expect([text.includes('one,'), text.includes('two,'), text.includes('three')]).toEqual([true, true, true]);
});
