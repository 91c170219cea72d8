import { discardBody } from './discard-body.js';
import type { BatchRequest } from './exchange-batch.js';
import { parseJson } from './parse-json.js';

/** The description is optional: a server that does not send it in time is used without it. */
const TIMEOUT_MS = 5_000;

/** The statuses of a server that does not describe its endpoint. Any other may change, such as 401 or 503. */
const WITHOUT_DESCRIPTION: ReadonlySet<number> = new Set([404, 405, 410, 501]);

/**
 * Asks a batch endpoint for its description. Returns `undefined` if it has none.
 *
 * @throws if it does not answer in time, or refuses the request.
 */
export async function askEndpoint(
  url: string,
  { fetch, headers, credentials }: Pick<BatchRequest, 'fetch' | 'headers' | 'credentials'>,
): Promise<unknown> {
  const sent = new Headers([...headers].map(([name, value]) => [name, value]));
  sent.set('accept', 'application/json');
  // Not `AbortSignal.timeout`, which not every platform has.
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(url, {
      headers: sent,
      signal: controller.signal,
      ...(credentials === undefined ? {} : { credentials }),
    });
    if (response.ok) return parseJson(await response.text());
    discardBody(response);
    if (!WITHOUT_DESCRIPTION.has(response.status))
      throw new Error(`The endpoint answered ${response.status}`);
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
