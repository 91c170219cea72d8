import { conformanceCases } from '../conformance/cases/index.js';
import { createHostPool } from '../conformance/host-pool.js';
import { fetchHonoHost } from '../conformance/hosts/fetch-hono.js';

/** How many cases ran on the fetch host, and those that failed, each with its error. */
export interface ConformanceRun {
  readonly ran: number;
  readonly failures: readonly string[];
}

/** The cases that the fetch host can pass without Node: the journal needs Node, as its stores do. */
export const casesWithoutNode = conformanceCases.filter(
  ({ id, options }) => fetchHonoHost.skip?.[id] === undefined && options?.journal === undefined,
);

/** Runs the cases of {@link casesWithoutNode}, without jest. */
export async function runConformance(): Promise<ConformanceRun> {
  const pool = createHostPool();
  const failures: string[] = [];
  for (const each of casesWithoutNode) {
    try {
      await pool.run(fetchHonoHost, { bodyParser: 'none', mount: '/' }, each);
    } catch (error) {
      failures.push(`${each.id}: ${String((error as Error | undefined)?.stack ?? error)}`);
    }
  }
  await pool.close();
  return { ran: casesWithoutNode.length, failures };
}
