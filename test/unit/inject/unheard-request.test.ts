import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { finished, PassThrough, pipeline, Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sendByInject } from '../../support/send-by-inject.js';
import { type SocketServer, startSocketServer } from '../../support/socket-server.js';
import { injectWays } from './inject-ways.js';

type Note = (line: string) => void;
type Handle = (req: IncomingMessage, res: ServerResponse, note: Note) => unknown;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function stateOf(req: IncomingMessage): string {
  const { readableEnded, destroyed, closed, readable, readableAborted, readableFlowing, complete } = req;
  return JSON.stringify({
    readableEnded,
    destroyed,
    closed,
    readable,
    readableAborted,
    readableFlowing,
    complete,
  });
}

/** Handlers that look at their request only when they have answered: until then nobody listens to it. */
const HANDLERS: Readonly<Record<string, Handle>> = {
  'what the request says of itself when the response has closed': (req, res, note) => {
    res.on('close', () => {
      const { readableEnded, destroyed, closed, readable } = req;
      note(JSON.stringify({ readableEnded, destroyed, closed, readable, socket: res.socket }));
    });
    res.end('x');
  },
  'what the request says of itself some turns later': async (req, res, note) => {
    res.end('x');
    for (let turns = 0; turns < 4; turns += 1) await turn();
    note(stateOf(req));
  },
  'data listened for when the response finishes': (req, res, note) => {
    res.on('finish', () => {
      req.on('data', (chunk: Buffer) => note(`data ${chunk.length}`));
      req.on('end', () => note('end'));
      req.on('close', () => note('close'));
    });
    res.end('x');
  },
  'a pipeline that begins when the response finishes': (req, res, note) => {
    const sink = new Writable({
      write(chunk: Buffer, _encoding, written) {
        note(`data ${chunk.length}`);
        written();
      },
    });
    res.on('finish', () => pipeline(req, sink, (error) => note(`pipeline ${error?.message}`)));
    res.end('x');
  },
  'end and close listened for when the response closes': (req, res, note) => {
    res.on('close', () => {
      req.on('end', () => note('end'));
      req.on('close', () => note('close'));
    });
    res.end('x');
  },
  'listeners after the promise of finish': async (req, res, note) => {
    res.end('x');
    await once(res, 'finish');
    note('finish');
    req.on('end', () => note('end'));
    req.on('close', () => note('close'));
  },
  'iterated over some turns later': async (req, res, note) => {
    res.end('x');
    for (let turns = 0; turns < 4; turns += 1) await turn();
    let bytes = 0;
    try {
      for await (const chunk of req) bytes += (chunk as Buffer).length;
      note(`read ${bytes}`);
    } catch (error) {
      note(`${(error as { code?: string }).code} ${bytes}`);
    }
  },
  'finished() some turns later': async (req, res, note) => {
    res.end('x');
    for (let turns = 0; turns < 4; turns += 1) await turn();
    finished(req, (error) => note(`finished ${error?.message}`));
  },
  'piped on some turns later': async (req, res, note) => {
    res.end('x');
    for (let turns = 0; turns < 4; turns += 1) await turn();
    const through = new PassThrough();
    through.on('finish', () => note('finish'));
    req.pipe(through);
  },
};

let handle: Handle;
let log: string[] = [];
function handler(req: IncomingMessage, res: ServerResponse): void {
  handle(req, res, (line) => void log.push(line));
}

async function observe(send: () => Promise<unknown>): Promise<string[]> {
  log = [];
  await send();
  for (let turns = 0; turns < 20; turns += 1) await turn();
  return log;
}

describe.each(injectWays)('a request that nobody listens to, %s', (_name, inject) => {
  let server: SocketServer;
  beforeAll(async () => {
    server = await startSocketServer(handler);
  });
  afterAll(() => server.close());

  describe.each([
    ['without a body', 'GET', undefined],
    ['with a body', 'POST', Buffer.from('0123456789')],
  ])('%s', (_what, method, body) => {
    test.each(Object.keys(HANDLERS))('is as over a socket: %s', async (name) => {
      handle = HANDLERS[name]!;
      const request = { method, url: '/', headers: [['host', 'h']] as [string, string][], body };
      const overSocket = await observe(() => server.send(request));
      const inProcess = await observe(() => sendByInject(handler, request, inject));
      expect(overSocket.length).toBeGreaterThan(0);
      expect(inProcess).toEqual(overSocket);
    });
  });
});
