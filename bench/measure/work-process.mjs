// A process that prepares one piece of work, then does an amount of it at each request.
import { answerParent } from './child.mjs';

let work;

answerParent(async ({ workload, options, amount }) => {
  if (workload !== undefined) {
    const { prepare } = await import(workload);
    work = await prepare(options);
    return undefined;
  }
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  const done = await work(amount);
  const seconds = (performance.now() - started) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  if (typeof done === 'object') return done; // what processes of its own have measured
  return { operations: done ?? amount, seconds, cpuMicroseconds: user + system };
});
