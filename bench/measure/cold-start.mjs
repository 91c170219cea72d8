import { Child } from './child.mjs';
import { fetchText } from './http-message.mjs';

const SERVER = new URL('server-process.mjs', import.meta.url);

/**
 * Starts a process for a contender, sends it one request, and ends it: what the first request after a start waits for.
 *
 * @param {Pick<import('./http-subject.mjs').HttpContender, 'name' | 'contender' | 'exchange' | 'options'>} contender
 * @returns {Promise<import('./statistics.mjs').Sample>} from the start of the process to the end of its answer
 */
export async function measureColdStart({ name, contender, exchange, options }) {
  const file = new URL(`../contenders/${contender}.mjs`, import.meta.url).href;
  const { [exchange]: contract } = await import(file);
  const [request] = contract.toRequests(1);
  const started = performance.now();
  const server = new Child(SERVER, name);
  try {
    const port = await server.ask({ serve: { contender: file, options } });
    const answer = await fetchText(port, request);
    const seconds = (performance.now() - started) / 1_000;
    const [{ status }] = contract.read(answer);
    if (status !== 200) throw new Error(`${name}: answered with ${status}`);
    return { operations: 1, seconds, cpuMicroseconds: await server.ask({ read: 'cpu' }) };
  } finally {
    await server.end();
  }
}
