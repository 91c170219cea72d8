import type { MultistatusResponse } from '@multistatus/document';
import type { BatchExchange } from './batch-exchange.js';
import { fetchQuery } from './fetch-query.js';
import { readExchange } from './read-exchange.js';
import { withoutAnswer } from './without-outcomes.js';

/** The methods by which a batch can be sent. */
export type BatchMethod = 'POST' | 'QUERY';

/** The HTTP request that carries one batch. */
export interface BatchRequest {
  readonly url: string;
  /** QUERY only for a batch that changes nothing. @defaultValue 'POST' */
  readonly method?: BatchMethod | undefined;
  readonly fetch: typeof fetch;
  /** The headers other than Accept and Content-Type. */
  readonly headers: Iterable<readonly [name: string, value: string]>;
  readonly credentials?: RequestInit['credentials'] | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The value of Idempotency-Key, if there is one. */
  readonly keyField?: string | undefined;
  /** The key that an error carries, for a caller that can send the same batch again. */
  readonly idempotencyKey?: string | undefined;
  /** The batch as JSON. */
  readonly body: string;
  /** Called with each response as it arrives, if the server can stream them. Must not throw. */
  readonly onResponse?: ((response: MultistatusResponse) => void) | undefined;
  /**
   * Waits for the final answer if `response` is not one, and returns what `read` returns for it. Rejects only as the body of
   * `response` does.
   */
  readonly follow?:
    | ((
        response: Response,
        read: (final: Response) => Promise<BatchExchange>,
        accept: string,
      ) => Promise<BatchExchange>)
    | undefined;
}

/** Asks for a stream of lines. A server that cannot stream sends a JSON document. */
const STREAMED_ACCEPT = 'application/x-ndjson, application/json;q=0.9';

/**
 * Sends a batch and reads the answer. Never rejects: a failure is returned as an exchange of kind `refused` or `lost`.
 *
 * Whether operations ran is decided by the body, not by the status. If the body contains no outcomes, the batch was
 * refused if the status is 3xx, 4xx or 501, or 503 with Retry-After. With any other status, operations may have run.
 */
export async function exchangeBatch({
  url,
  method = 'POST',
  fetch,
  headers,
  ...request
}: BatchRequest): Promise<BatchExchange> {
  const { onResponse, keyField, idempotencyKey, follow } = request;
  const accept = onResponse === undefined ? 'application/json' : STREAMED_ACCEPT;
  const sent = new Headers([...headers].map(([name, value]) => [name, value]));
  sent.set('accept', accept);
  sent.set('content-type', 'application/json');
  if (keyField !== undefined) sent.set('idempotency-key', keyField);
  const { body, credentials, signal } = request;
  try {
    const init = {
      method,
      headers: sent,
      body,
      // A redirect that is followed may turn into a GET of another resource, whose answer looks like that of the batch.
      redirect: 'manual',
      ...(credentials === undefined ? {} : { credentials }),
      ...(signal === undefined ? {} : { signal }),
    } as const;
    const response = await (method === 'QUERY' ? fetchQuery(fetch, url, init) : fetch(url, init));
    const read = (final: Response): Promise<BatchExchange> => readExchange(final, request);
    return await (follow === undefined ? read(response) : follow(response, read, accept));
  } catch (cause) {
    return withoutAnswer(url, cause, idempotencyKey);
  }
}
