// Prints how long a big answer keeps the event loop busy, and how much memory it takes.
// node --expose-gc bench/turns/measure-answer.mjs <root of a build> <body>/<format>, such as `. text/xml`. See BODIES and TYPES.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [directory, name] = process.argv.slice(2);
const root = resolve(directory);
const [kind, format] = name.split('/');
const express = createRequire(`${root}/test/package.json`)('express');
const { batch } = await import(pathToFileURL(`${root}/packages/express/dist/index.js`).href);

const BODIES = {
  text: ['text/plain', '<'.repeat(4_000_000)],
  plain: ['text/plain', 'hello, world '.repeat(300_000)],
  cjk: ['text/plain', '漢字仮名'.repeat(340_000)],
  json: [
    'application/json',
    JSON.stringify(
      Array.from({ length: 60_000 }, (_, id) => ({ id, name: `photo ${id}`, tags: ['a', 'b'] })),
    ),
  ],
  ones: ['application/json', `[${'1,'.repeat(1_990_000)}1]`],
  bytes: ['image/png', Buffer.alloc(4_000_000, 0xff)],
};
const TYPES = { xml: 'application/xml', json: 'application/json', ndjson: 'application/x-ndjson' };
const [type, content] = BODIES[kind];
const bytes = Buffer.from(content);
const app = express();
app.use('/batch', batch());
app.get('/big', (_req, res) => {
  res.setHeader('content-type', type);
  res.end(bytes);
});
const server = app.listen(0);
await new Promise((resolve) => server.once('listening', resolve));

/** Posts the batch from another process, so that the turns and the memory of the client are not counted. */
const client = fork(new URL('post-batch.mjs', import.meta.url), [
  String(server.address().port),
  TYPES[format],
]);
async function post() {
  client.send('post');
  const [size] = await once(client, 'message');
  return size;
}

await post();
// Without the probe, which itself takes processor time.
const start = process.cpuUsage();
await post();
const { user, system } = process.cpuUsage(start);

globalThis.gc?.();
const base = process.memoryUsage().rss;
let longest = 0;
let peak = 0;
let isRunning = true;
// The processor time of a turn, not its duration: on a busy machine that includes what other processes do.
let last = process.cpuUsage();
(function probe() {
  const turn = process.cpuUsage(last);
  longest = Math.max(longest, (turn.user + turn.system) / 1000);
  peak = Math.max(peak, process.memoryUsage.rss());
  last = process.cpuUsage();
  if (isRunning) setImmediate(probe);
})();
const size = await post();
isRunning = false;
server.close();
client.disconnect();
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
console.log(
  `${name.padEnd(12)} answer ${megabytes(size)}  processor time ${((user + system) / 1000).toFixed(0)} ms  ` +
    `longest turn ${longest.toFixed(1)} ms  peak +${megabytes(peak - base)}, ${((peak - base) / size).toFixed(1)} times the answer`,
);
