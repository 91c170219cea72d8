import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SAMPLES = 100;
const SERVER = fileURLToPath(new URL('serve-lines.mjs', import.meta.url));
const CURRENT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Measures how one server answers many lines. The server is a process of its own, with the Node flags of this one (such as
 * `--cpu-prof`): its resident memory is read from outside, while this process sends and reads.
 *
 * @param {number} lines how many
 * @param {object} setting
 * @param {'bulk' | 'batch'} setting.kind
 * @param {'express' | 'koa'} setting.framework
 * @param {string} [setting.root] of the build that serves
 * @param {Function} setting.exchange as `exchangeLines`
 */
export async function measureLines(lines, { kind, framework, root = CURRENT, exchange }) {
  const flags = [...process.execArgv, SERVER, kind, framework, root];
  const server = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] });
  const output = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  const { value: port } = await output.next();
  if (port === undefined) throw new Error('The server has ended before it listened');
  const samples = [];
  const step = Math.ceil(lines / SAMPLES);
  let before = 0;
  const onLines = (count) => {
    if (Math.floor(count / step) > Math.floor(before / step)) samples.push(residentMegabytes(server.pid));
    before = count;
  };
  const started = performance.now();
  const summary = await exchange(lines, { port: Number(port), onLines });
  const seconds = (performance.now() - started) / 1_000;
  server.kill();
  const { value: cpuMicroseconds } = await output.next();
  return {
    framework,
    lines,
    seconds,
    linesPerSecond: lines / seconds,
    cpuMicroseconds: Number(cpuMicroseconds) / lines,
    summary,
    ...judge(samples),
  };
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

/** Prints what {@link measureLines} has measured. */
export function printFigures(name, figures) {
  const { lines, seconds, linesPerSecond, cpuMicroseconds, summary, maxMegabytes, flatness } = figures;
  console.log(
    `${name}: ${lines} lines in ${seconds.toFixed(1)} s, ${linesPerSecond.toFixed(0)} a second, ` +
      `${cpuMicroseconds.toFixed(1)} µs of processor time a line`,
  );
  console.log(`  succeeded ${summary.succeeded} of ${summary.total}`);
  console.log(
    `  resident at most ${maxMegabytes.toFixed(0)} MB; last third to middle third ${flatness.toFixed(2)}`,
  );
}
