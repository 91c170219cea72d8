import type { ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import type { Route } from '../reference-handler.js';

/** Operations held in `/meet` until enough of them are there. */
let meeting: (() => void)[] = [];

/** Routes that take their time, counted in turns of the event loop and never in milliseconds. */
export const timingRoutes: Readonly<Record<string, Route>> = {
  // /later?turns=3
  '/later': async (_request, response, { url, log }) => {
    log.stepInside();
    for (let left = Number(url.searchParams.get('turns')); left > 0; left -= 1) await turn();
    log.stepOutside();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(url.search));
  },
  // /meet?of=3: answers once that many operations are in flight together, so never under a smaller limit.
  '/meet': async (_request, response, { url, log }) => {
    log.stepInside();
    await new Promise<void>((resolve) => {
      meeting.push(resolve);
      response.once('close', () => {
        meeting = meeting.filter((leave) => leave !== resolve);
      });
      if (meeting.length < Number(url.searchParams.get('of'))) return;
      for (const leave of meeting) leave();
      meeting = [];
    });
    // If a further operation was dispatched too early, it arrives within this turn.
    await turn();
    log.stepOutside();
    response.end('met');
  },
  // The three bytes of one character, each in a separate write, between two other characters.
  '/stream': async (_request, response) => {
    response.setHeader('content-type', 'text/plain; charset=utf-8');
    for (const byte of Buffer.from('\u20ac and \u{1f4f7}')) await writeOne(response, byte);
    response.end();
  },
  // /stream-large?bytes=5000: does not stop after the client has left.
  '/stream-large': async (_request, response, { url }) => {
    response.setHeader('content-type', 'text/plain');
    for (let sent = 0; sent < Number(url.searchParams.get('bytes')); sent += 500) {
      response.write('x'.repeat(500));
      await turn();
    }
    response.end();
  },
};

async function writeOne(response: ServerResponse, byte: number): Promise<void> {
  response.write(Buffer.from([byte]));
  await turn();
}
