// Loads a framework and then the adapter for it, and prints a sample of each as JSON: node load-once.mjs express import
import { createRequire } from 'node:module';

const [framework, way] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const load = way === 'require' ? require : (name) => import(name);

console.log(JSON.stringify([await measure(framework), await measure(`@multistatus/${framework}`)]));

/** @returns {Promise<import('../measure/statistics.mjs').Sample>} */
async function measure(name) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await load(name);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { operations: 1, seconds, cpuMicroseconds: user + system };
}
