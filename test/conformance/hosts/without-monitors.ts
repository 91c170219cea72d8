import { laterCases } from '../cases/later.js';

/** Returns why a host skips the cases of monitors: the adapters of the page know only the endpoint. */
export function withoutMonitors(): Record<string, string> {
  return Object.fromEntries(laterCases.map(({ id }) => [id, 'its adapter does not answer monitors']));
}
