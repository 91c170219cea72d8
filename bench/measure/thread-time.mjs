import { openSync, readSync } from 'node:fs';

const FILE = '/proc/self/schedstat';
const buffer = Buffer.alloc(64);

/**
 * Creates a function that returns the milliseconds of processor time of the main thread: without those of the garbage
 * collector's and the compiler's threads, and without the time in which other processes have the processor. Where there is no
 * such account, as outside Linux, it is the time of all threads.
 *
 * @returns {() => number}
 */
export function createThreadClock() {
  if (process.platform !== 'linux') {
    return () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1_000;
    };
  }
  const file = openSync(FILE);
  return () => {
    const length = readSync(file, buffer, 0, buffer.length, 0);
    return Number(buffer.latin1Slice(0, length).split(' ')[0]) / 1e6; // nanoseconds
  };
}
