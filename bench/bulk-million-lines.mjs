// Whether bulk() takes a million lines of NDJSON, and answers each, in memory that does not grow.
//
//   node bench/bulk-million-lines.mjs [lines] [express|koa] [--json]
//
// The server is a process of its own, with the Node flags of this one (such as --cpu-prof): its resident memory is read
// from outside, while this process sends and reads.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';

const SAMPLES = 100;
const CHUNK_LINES = 1_000;
const PHOTO = {
  type: 'object',
  required: ['id', 'title'],
  additionalProperties: false,
  properties: { id: { type: 'integer' }, title: { type: 'string', maxLength: 200 } },
};

async function serve(framework) {
  const { default: create } = await import(framework);
  const { bulk } = await import(`@multistatus/${framework}`);
  const endpoint = bulk({
    item: PHOTO,
    href: (photo) => `/photos/${photo.id}`,
    handle: async (photo) => ({ id: photo.id }),
    limits: {
      maxItems: Number.POSITIVE_INFINITY,
      maxBodyBytes: Number.POSITIVE_INFINITY,
      bulkTimeoutMs: Number.POSITIVE_INFINITY,
    },
  });
  const app = framework === 'koa' ? new create().use(endpoint) : create().use(endpoint);
  const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
  process.on('SIGTERM', () => process.exit()); // profiles are written on a clean end
}

async function measure(lines, framework) {
  const flags = [...process.execArgv, fileURLToPath(import.meta.url), '--serve', framework];
  const server = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [port] = await once(server.stdout, 'data');
    const started = performance.now();
    const { samples, summary } = await exchange(lines, { port: Number(port), pid: server.pid });
    const seconds = (performance.now() - started) / 1_000;
    return { framework, lines, seconds, linesPerSecond: lines / seconds, summary, ...judge(samples) };
  } finally {
    server.kill();
    await once(server, 'exit');
  }
}

/** Sends and reads at the same time, as slowly as the server wants it. */
async function exchange(lines, { port, pid }) {
  const headers = { 'content-type': 'application/x-ndjson', accept: 'application/x-ndjson' };
  const outgoing = request({ host: '127.0.0.1', port, method: 'POST', path: '/photos', headers });
  const answered = once(outgoing, 'response');
  const sent = send(outgoing, lines);
  const [incoming] = await answered;
  const step = Math.ceil(lines / SAMPLES);
  const samples = [];
  let count = 0;
  let rest = '';
  let last = '';
  for await (const chunk of incoming.setEncoding('utf8')) {
    const pieces = (rest + chunk).split('\n');
    rest = pieces.pop();
    last = pieces.at(-1) ?? last;
    const before = count;
    count += pieces.length;
    if (Math.floor(count / step) > Math.floor(before / step)) samples.push(residentMegabytes(pid));
  }
  await sent;
  if (count !== lines + 1) throw new Error(`${lines} lines were answered with ${count}`);
  return { samples, summary: JSON.parse(last).summary };
}

async function send(outgoing, lines) {
  for (let id = 0; id < lines; ) {
    let chunk = '';
    for (const end = Math.min(id + CHUNK_LINES, lines); id < end; id += 1) {
      chunk += `{"id":${id},"title":"Tram 28 at dusk, from the steps of the church"}\n`;
    }
    if (!outgoing.write(chunk)) await once(outgoing, 'drain');
  }
  outgoing.end();
}

function residentMegabytes(pid) {
  if (process.platform !== 'linux') return Number(execFileSync('ps', ['-o', 'rss=', '-p', `${pid}`])) / 1_000;
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(kilobytes) / 1_000;
}

/** How much more is resident in the last third of a run than in the middle one. */
function judge(samples) {
  const part = (from, to) => median(samples.slice(samples.length * from, samples.length * to));
  return { maxMegabytes: Math.max(...samples), flatness: part(2 / 3, 1) / part(1 / 3, 2 / 3) };
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function print({ framework, lines, seconds, linesPerSecond, summary, maxMegabytes, flatness }) {
  console.log(
    `${framework}: ${lines} lines in ${seconds.toFixed(1)} s, ${linesPerSecond.toFixed(0)} a second`,
  );
  console.log(`  succeeded ${summary.succeeded} of ${summary.total}`);
  console.log(
    `  resident at most ${maxMegabytes.toFixed(0)} MB; last third to middle third ${flatness.toFixed(2)}`,
  );
}

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
if (process.argv.includes('--serve')) await serve(words[0]);
else {
  const [lines = '1000000', ...frameworks] = words;
  for (const framework of frameworks.length === 0 ? ['express', 'koa'] : frameworks) {
    const figures = await measure(Number(lines), framework);
    if (process.argv.includes('--json')) console.log(JSON.stringify(figures));
    else print(figures);
  }
}
