import type { IncomingMessage, ServerResponse } from 'node:http';
import { finished } from 'node:stream';
import fc from 'fast-check';
import { nameOf, type Step, step } from './program.js';

const NOTHING = fc.constant(undefined);

/** What a handler does to its request. */
export const requestSteps: fc.Arbitrary<Step> = fc.oneof(
  step('read events', NOTHING, ({ req, log }) => {
    let size = 0;
    req.on('data', (chunk: Buffer | string) => {
      size += chunk.length;
    });
    req.on('end', () => log.push(`read ${size}`));
  }),
  step('read to end', NOTHING, async ({ req, log }) => {
    let size = 0;
    for await (const chunk of req) size += (chunk as Buffer).length;
    log.push(`read ${size}`);
  }),
  step('read some', NOTHING, async ({ req, log }) => {
    for await (const chunk of req.iterator({ destroyOnReturn: false })) {
      log.push(`some ${(chunk as Buffer).length > 0}`);
      break;
    }
  }),
  step('leave iterator', NOTHING, async ({ req }) => {
    for await (const _chunk of req) break;
  }),
  step('setEncoding', NOTHING, ({ req }) => void req.setEncoding('utf8')),
  step('pause', NOTHING, ({ req }) => void req.pause()),
  step('resume', NOTHING, ({ req }) => void req.resume()),
  step('echo', NOTHING, (stage) => {
    const { req, res } = stage;
    if (stage.isPiped || res.writableEnded || res.destroyed || req.readableDidRead) return;
    stage.isPiped = true;
    req.pipe(res);
  }),
);

/** What a handler waits for, looks at or breaks. */
export const flowSteps: fc.Arbitrary<Step> = fc.oneof(
  step('microtask', NOTHING, () => Promise.resolve()),
  step('tick', NOTHING, () => new Promise<void>((resolve) => process.nextTick(resolve))),
  step('turns', NOTHING, async () => {
    // Several: a real connection takes one or two until it has closed.
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }),
  step('look', NOTHING, ({ req, res, log }) => {
    log.push(`req ${JSON.stringify(requestState(req))}`, `res ${JSON.stringify(responseState(res))}`);
  }),
  step('finished(res)', NOTHING, ({ res, log }) => {
    finished(res, (error) => log.push(`finished(res) ${error ? nameOf(error) : ''}`));
  }),
  step('finished(req)', NOTHING, ({ req, log }) => {
    finished(req, (error) => log.push(`finished(req) ${error ? nameOf(error) : ''}`));
  }),
);

/** What a handler does to break an exchange. */
export const breakingSteps: fc.Arbitrary<Step> = fc.oneof(
  step('res.destroy', NOTHING, ({ res }) => void res.destroy()),
  step('res.destroy with error', NOTHING, ({ res }) => void res.destroy(new Error('broken by res'))),
  step('req.destroy', NOTHING, ({ req }) => void req.destroy()),
  step('req.destroy with error', NOTHING, ({ req }) => void req.destroy(new Error('broken by req'))),
  step('socket.destroy', NOTHING, ({ req }) => void req.socket.destroy()),
);

function requestState(req: IncomingMessage): object {
  const { complete, aborted, destroyed, readable, readableEnded, readableFlowing, readableAborted } = req;
  const { closed, errored, readableDidRead, readableEncoding } = req;
  return {
    ...{ complete, aborted, destroyed, readable, readableEnded, readableFlowing, readableAborted },
    ...{ closed, errored: errored?.message, readableDidRead, readableEncoding },
  };
}

function responseState(res: ServerResponse): object {
  const { headersSent, writableEnded, writableFinished, destroyed, writable, finished: isFinished } = res;
  const { closed, errored, writableHighWaterMark, sendDate, shouldKeepAlive, socket } = res;
  return {
    ...{ headersSent, writableEnded, writableFinished, destroyed, writable, isFinished, closed },
    ...{ errored: errored?.message, writableHighWaterMark, sendDate, shouldKeepAlive },
    ...{ status: res.statusCode, reason: res.statusMessage },
    socket: socket && [socket.destroyed, socket.readable, socket.writable],
    headers: res.getHeaders(),
    names: res.getHeaderNames(),
  };
}
