import type { IncomingMessage, ServerResponse } from 'node:http';
import { finished, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What a handler does, to see which events its messages emit and in which order. */
export interface EventScenario {
  readonly name: string;
  readonly method?: string;
  readonly body?: string;
  /** `note` writes into the log of events. */
  handle(req: IncomingMessage, res: ServerResponse, note: (line: string) => void): unknown;
}

const LARGE = Buffer.alloc(100_000, 'x');
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const ignore = (): void => undefined;

const answering: readonly EventScenario[] = [
  { name: 'end', handle: (_req, res) => res.end() },
  { name: 'end with data and callback', handle: (_req, res, note) => res.end('x', () => note('ended')) },
  { name: 'end in a later turn', handle: (_req, res) => turn().then(() => res.end('x')) },
  {
    name: 'write with callback, then end',
    handle: (_req, res, note) => {
      res.write('a', () => note('written'));
      res.end('b');
    },
  },
  {
    name: 'flushHeaders, then end in a later turn',
    handle: async (_req, res) => {
      res.flushHeaders();
      await turn();
      res.end('late');
    },
  },
  { name: 'HEAD with a body', method: 'HEAD', handle: (_req, res) => res.end('dropped') },
  { name: '204 with a body', handle: (_req, res) => res.writeHead(204).end('dropped') },
  {
    name: '304 with writes and callbacks',
    handle: (_req, res, note) => {
      res.statusCode = 304;
      res.write('dropped', () => note('written'));
      res.end(() => note('ended'));
    },
  },
  {
    name: 'informational responses first',
    handle: (_req, res, note) => {
      res.writeContinue(() => note('continued'));
      res.writeEarlyHints({ link: '</a.css>; rel=preload' }, () => note('hinted'));
      res.end('x');
    },
  },
  {
    name: 'corked writes',
    handle: (_req, res, note) => {
      res.cork();
      res.write('a', () => note('a'));
      res.write('b', () => note('b'));
      process.nextTick(() => {
        res.uncork();
        res.end('c');
      });
    },
  },
  {
    name: 'more than there is room for, corked for a turn',
    handle: async (_req, res, note) => {
      res.cork();
      note(`room: ${res.write(LARGE)}`);
      await turn();
      note('uncorked');
      res.uncork();
      await turn();
      res.end();
    },
  },
  {
    name: 'ended while corked, the head being out',
    handle: (_req, res, note) => {
      res.write('a', () => note('a'));
      res.cork();
      res.write('b', () => note('b'));
      res.end('c', () => note('ended'));
    },
  },
  {
    name: 'a stream piped in and corked for ever',
    handle: (_req, res) => {
      Readable.from(['', 'b']).pipe(res);
      res.cork();
    },
  },
  {
    name: 'corked for ever, of known length',
    handle: (_req, res, note) => {
      res.setHeader('content-length', 3);
      res.cork();
      res.write('ab', () => note('written'));
      res.end('c');
    },
  },
  {
    name: 'small writes in one turn',
    handle: (_req, res, note) => {
      for (const text of ['a', 'b', '', 'c']) res.write(text, () => note(`written ${text}`));
      res.end(() => note('ended'));
    },
  },
  {
    name: 'text of several encodings in chunks',
    handle: (_req, res) => {
      res.write('caf\u00e9', 'latin1');
      res.write('63616665', 'hex');
      res.end('caf\u00e9 \u20ac', 'utf16le');
    },
  },
  {
    name: 'a head beyond ASCII, with text of unknown length',
    handle: (_req, res) => {
      res.writeHead(200, 'Caf\u00e9', { 'x-a': 'caf\u00e9' });
      res.write('text');
      res.end();
    },
  },
  {
    name: 'a head beyond ASCII, with text of known length',
    handle: (_req, res) =>
      res.writeHead(200, 'Caf\u00e9', { 'x-a': 'caf\u00e9', 'content-length': 4 }).end('text'),
  },
  {
    name: 'trailers',
    handle: (_req, res) => {
      res.setHeader('trailer', 'x-sum').write('a');
      res.addTrailers({ 'x-sum': '1' });
      res.end();
    },
  },
  {
    name: 'a write that has to wait for drain',
    handle: (_req, res, note) => {
      note(`room: ${res.write(LARGE)}`);
      res.once('drain', () => res.end());
    },
  },
  {
    name: 'a large piece and an empty one, in a pipeline',
    handle: (_req, res) => pipeline(Readable.from([LARGE, '']), res),
  },
  { name: 'a stream piped in', handle: (_req, res) => Readable.from(['a', 'b']).pipe(res) },
  { name: 'a large stream piped in', handle: (_req, res) => Readable.from([LARGE, LARGE, LARGE]).pipe(res) },
  {
    name: 'a pipeline',
    handle: async (_req, res, note) => {
      await pipeline(Readable.from([LARGE, 'end']), res);
      note('pipeline done');
    },
  },
  {
    name: 'finished() of both messages',
    handle: (req, res, note) => {
      finished(res, (error) => note(`finished(res) ${error?.message ?? ''}`));
      finished(req, (error) => note(`finished(req) ${error?.message ?? ''}`));
      res.end('x');
    },
  },
  {
    name: 'a timeout of the response',
    handle: (_req, res) => res.setTimeout(5, () => res.writeHead(503).end('slow')),
  },
];

const reading: readonly EventScenario[] = [
  { name: 'a body that nobody reads', body: 'abc', handle: (_req, res) => res.end() },
  {
    name: 'a body read before the answer',
    body: 'abc',
    handle: (req, res, note) => {
      req.on('data', (chunk: Buffer) => note(`data ${chunk.length}`));
      req.on('end', () => res.end('read'));
    },
  },
  {
    name: 'a body read after the answer',
    body: 'abc',
    handle: (req, res, note) => {
      res.end('first');
      req.on('data', (chunk: Buffer) => note(`data ${chunk.length}`));
    },
  },
  {
    name: 'a body iterated over',
    body: 'abc',
    handle: async (req, res, note) => {
      for await (const chunk of req) note(`data ${(chunk as Buffer).length}`);
      note(`complete: ${req.complete}`);
      res.end();
    },
  },
  {
    name: 'a body resumed and paused',
    body: 'abc',
    handle: async (req, res) => {
      req.resume();
      req.pause();
      await turn();
      req.resume();
      res.end();
    },
  },
  { name: 'a body echoed', body: 'abc', handle: (req, res) => req.pipe(res) },
  { name: 'no body, echoed', handle: (req, res) => req.pipe(res) },
  {
    name: 'whether the request is complete, now and later',
    body: 'abc',
    handle: async (req, res, note) => {
      note(`at once: ${req.complete}`);
      await Promise.resolve();
      note(`after a promise: ${req.complete}`);
      for (let turns = 0; turns < 3; turns += 1) await turn();
      note(`after some turns: ${req.complete}`);
      res.end();
    },
  },
];

const failing: readonly EventScenario[] = [
  {
    name: 'write after end',
    handle: (_req, res, note) => {
      res.end('x');
      res.write('late', (error) => note(`written: ${error?.message}`));
    },
  },
  {
    name: 'end after end',
    handle: (_req, res, note) => {
      res.end('x');
      res.end(() => note('ended again'));
    },
  },
  { name: 'end with data after end', handle: (_req, res) => res.end('x').end('y') },
  {
    name: 'write in a turn after the end',
    handle: async (_req, res, note) => {
      res.end('x');
      await turn();
      await turn();
      note(`room: ${res.write('late')}`);
    },
  },
  { name: 'the response destroyed', handle: (_req, res) => res.destroy() },
  { name: 'the response destroyed with an error', handle: (_req, res) => res.destroy(new Error('why')) },
  {
    name: 'the response destroyed midway',
    handle: async (_req, res) => {
      res.write('begun');
      await turn();
      res.destroy(new Error('why'));
    },
  },
  { name: 'the request destroyed', body: 'abc', handle: (req) => req.destroy() },
  {
    name: 'the request destroyed with an error',
    body: 'abc',
    handle: (req) => req.destroy(new Error('why')),
  },
  { name: 'the socket destroyed', body: 'abc', handle: (req) => req.socket.destroy() },
  {
    name: 'the socket destroyed, and its events',
    handle: (req, _res, note) => {
      req.socket.once('close', () => note('socket close'));
      req.socket.destroy();
      note('destroyed');
      process.nextTick(() => note('tick'));
    },
  },
  {
    name: 'answered, then the request destroyed',
    body: 'abc',
    handle: (req, res) => {
      res.writeHead(413).end('too large');
      req.destroy();
    },
  },
  {
    name: 'answered, the request destroyed, then iterated over',
    body: 'abc',
    handle: async (req, res, note) => {
      res.end();
      req.destroy();
      for (let turns = 0; turns < 3; turns += 1) await turn();
      try {
        for await (const chunk of req) note(`data ${(chunk as Buffer).length}`);
        note('read');
      } catch (error) {
        note((error as Error).message);
      }
    },
  },
  {
    name: 'destroyed with more written than there is room for',
    handle: (_req, res) => {
      res.write(LARGE);
      res.destroy();
    },
  },
  {
    name: 'answered, then the response destroyed',
    body: 'abc',
    handle: (_req, res) => res.end('whole').destroy(),
  },
  {
    name: 'answered, then the response destroyed with an error',
    body: 'abc',
    handle: (_req, res) => res.end('whole').destroy(new Error('why')),
  },
  {
    name: 'answered, then the request destroyed with an error',
    body: 'abc',
    handle: (req, res) => {
      res.end('whole');
      req.destroy(new Error('why'));
    },
  },
  {
    name: 'answered in chunks, then the response destroyed with an error',
    handle: (_req, res) => {
      res.write('a');
      res.end('b').destroy(new Error('why'));
    },
  },
  {
    name: 'the socket destroyed, then ended',
    handle: (req, res) => {
      req.socket.destroy();
      res.end();
    },
  },
  {
    name: 'an informational response, then destroyed and ended',
    handle: (req, res) => {
      res.writeContinue();
      req.destroy();
      res.end();
    },
  },
  {
    name: 'the socket destroyed, then answered',
    handle: (req, res) => {
      req.socket.destroy();
      res.end('late');
    },
  },
  {
    name: 'finished() of a destroyed response',
    handle: (_req, res, note) => {
      finished(res, (error) => note(`finished: ${error?.message ?? ''}`));
      res.write('begun');
      res.destroy();
    },
  },
  {
    name: 'a source that breaks in a pipeline',
    handle: async (_req, res, note) => {
      const source = new Readable({ read: ignore }).on('error', ignore);
      source.push('begun');
      setImmediate(() => source.destroy(new Error('source broke')));
      await pipeline(source, res).catch((error: Error) => note(error.message));
    },
  },
];

/** Everything that a handler may do with its messages, and its events are told of. */
export const eventScenarios: readonly EventScenario[] = [...answering, ...reading, ...failing];
