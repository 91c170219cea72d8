import { BatchError } from '../batch-error.js';
import { ANY_ORIGIN, endpointUrl, pageUrl } from '../endpoint-url.js';

/** @throws {BatchError} with `executed: false` if the URL is not one that a batch can be sent to. */
export function checkUrl({
  url,
  fetch,
}: {
  readonly url: string | URL;
  readonly fetch?: typeof globalThis.fetch | undefined;
}): void {
  try {
    endpointUrl('send', url, fetch === undefined ? pageUrl() : (pageUrl() ?? ANY_ORIGIN));
  } catch (error) {
    throw new BatchError(`${(error as Error).message}; nothing has run`, { executed: false });
  }
}
