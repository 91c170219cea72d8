import { once } from 'node:events';
import { type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { show, sized } from '../journal/proof-size.js';
import { startRedis } from '../journal/redis-server.js';
import { ImportProcess } from './import-process.js';

const MEGABYTE = 1_000_000;
const MAX_GROWTH = 150 * MEGABYTE;
const CHUNK_LINES = 1_000;
const HEADERS = { authorization: 'Bearer alice' };
/** What each outcome has, and nothing else in a document. */
const OUTCOME = {
  'application/json': '"index":',
  'application/xml': '</D:response>',
  'application/x-ndjson': '"index":',
};

test('an import is taken, run and read in all formats, and memory does not depend on its length', async () => {
  const items = sized({ short: 100_000, long: 1_000_000 });
  const redis = await startRedis();
  const { path } = redis.address as { readonly path: string };
  const web = await ImportProcess.start('web', path);
  const workers = await Promise.all([
    ImportProcess.start('worker', path),
    ImportProcess.start('worker', path),
  ]);
  try {
    const growths: Record<string, number> = {};
    const base = await web.mostHeap();
    const grown = async (name: string): Promise<void> => {
      growths[name] = Math.round(((await web.mostHeap()) - base) / MEGABYTE);
    };
    const monitor = await upload(web.port, items);
    await grown('upload');
    await ended(web.port, monitor);
    await grown('polls');
    for (const [type, mark] of Object.entries(OUTCOME)) {
      expect([type, await count(web.port, { path: monitor, type, mark })]).toEqual([type, items]);
      await grown(type);
    }
    show(`megabytes by which the heap grew, ${items} items`, growths);
    for (const [name, megabytes] of Object.entries(growths))
      expect([name, megabytes * MEGABYTE < MAX_GROWTH]).toEqual([name, true]);
  } finally {
    await Promise.all([web, ...workers].map((each) => each.kill()));
    await redis.stop();
  }
}, 3_600_000);

interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
}

/** Sends items in NDJSON as fast as they are taken, and returns the path of the monitor. */
async function upload(port: number, items: number): Promise<string> {
  const outgoing = start(port, {
    method: 'POST',
    path: '/items',
    headers: { 'content-type': 'application/x-ndjson', prefer: 'respond-async', accept: 'application/json' },
  });
  const answered = once(outgoing, 'response');
  for (let index = 0; index < items; ) {
    let chunk = '';
    for (const end = Math.min(index + CHUNK_LINES, items); index < end; index += 1)
      chunk += `${JSON.stringify({ name: `item-${index}` })}\n`;
    if (!outgoing.write(chunk)) await once(outgoing, 'drain');
  }
  outgoing.end();
  const [response] = (await answered) as [IncomingMessage];
  response.resume();
  expect(response.statusCode).toBe(202);
  return response.headers.location ?? '';
}

async function ended(port: number, path: string): Promise<void> {
  for (;;) {
    const [response] = (await once(start(port, { method: 'HEAD', path }).end(), 'response')) as [
      IncomingMessage,
    ];
    response.resume();
    if (response.statusCode !== 202) return;
    await setTimeout(200);
  }
}

/** Reads a document, and returns how often it has a text. */
async function count(
  port: number,
  { path, type, mark }: { readonly path: string; readonly type: string; readonly mark: string },
): Promise<number> {
  const outgoing = start(port, { path, headers: { accept: type } }).end();
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  expect([response.statusCode, response.headers['content-type']]).toEqual([
    207,
    expect.stringContaining(type),
  ]);
  let [times, rest] = [0, ''];
  for await (const chunk of response.setEncoding('utf8')) {
    const text = rest + (chunk as string);
    times += text.split(mark).length - 1;
    // The end of the chunk may have the beginning of the text.
    rest = text.slice(-(mark.length - 1));
  }
  return times;
}

function start(port: number, { method = 'GET', path, headers }: Sent): ReturnType<typeof request> {
  return request({
    host: '127.0.0.1',
    port,
    method,
    path,
    agent: false,
    headers: { ...HEADERS, ...headers },
  });
}
