import { askEndpoint } from './ask-endpoint.js';
import type { BatchRequest } from './exchange-batch.js';

/** The descriptions of endpoints by URL, for the life of the process or page. */
const known = new Map<string, Promise<unknown>>();
/** The oldest is forgotten when there are more. */
const MAX_ENDPOINTS = 1_000;

/**
 * Returns the description of an endpoint, which is asked once for each URL. Returns `undefined` if it has none, or does
 * not answer; in the second case it is asked again at the next call. Never rejects.
 */
export function describeOnce(
  url: string,
  request: Pick<BatchRequest, 'fetch' | 'headers' | 'credentials'>,
): Promise<unknown> {
  const described = known.get(url);
  if (described !== undefined) return described;
  const [oldest] = known.keys();
  if (oldest !== undefined && known.size >= MAX_ENDPOINTS) known.delete(oldest);
  const asked = askEndpoint(url, request).catch(() => {
    known.delete(url);
    return undefined;
  });
  known.set(url, asked);
  return asked;
}
