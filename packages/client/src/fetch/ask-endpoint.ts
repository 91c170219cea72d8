import { discardBody } from '../discard-body.js';
import type { BatchRequest } from '../exchange-batch.js';

/** The description is optional: the default limits are used for a server that does not send it in time. */
const TIMEOUT_MS = 5_000;

/** Asks a batch endpoint for its description. Returns `undefined` if it has none; rejects if it does not answer in time. */
export async function askEndpoint(
  url: URL,
  { fetch, headers, credentials }: Pick<BatchRequest, 'fetch' | 'headers' | 'credentials'>,
): Promise<unknown> {
  // Not `AbortSignal.timeout`, which not every platform has.
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(url.href, {
      headers: [...headers]
        .map(([name, value]): [string, string] => [name, value])
        .concat([['accept', 'application/json']]),
      signal: controller.signal,
      ...(credentials === undefined ? {} : { credentials }),
    });
    if (response.ok) return await response.json();
    discardBody(response);
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
