// Prints how long a fresh process takes to load modules, one on top of the other: JSON, a sample for each.
//
//   node bench/workloads/load-time.mjs import|require <module> ...
import { createRequire } from 'node:module';

const [way, ...modules] = process.argv.slice(2);
const load = way === 'require' ? createRequire(import.meta.url) : (name) => import(name);
const samples = [];
for (const name of modules) {
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  await load(name);
  const seconds = (performance.now() - started) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  samples.push({ operations: 1, seconds, cpuMicroseconds: user + system });
}
console.log(JSON.stringify(samples));
