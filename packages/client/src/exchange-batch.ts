import {
  isDocumentError,
  type MultistatusResponse,
  type Problem,
  readMultistatus,
  toReading,
} from '@multistatus/document';
import { isJsonType, isNdjsonType, isXmlType, PROBLEM_JSON, parseMediaType } from '@multistatus/wire';
import type { BatchExchange } from './batch-exchange.js';
import { readStream } from './read-stream.js';
import { withoutAnswer, withoutOutcomes } from './without-outcomes.js';

/** The HTTP request that carries one batch. */
export interface BatchRequest {
  readonly url: string;
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
}

/** Larger than what a server sends by default, so that no outcome is lost to a limit of the client. */
const READ_LIMITS = { maxBytes: 256 * 1024 * 1024 };
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
  fetch,
  headers,
  ...request
}: BatchRequest): Promise<BatchExchange> {
  const { onResponse, keyField, idempotencyKey } = request;
  const sent = new Headers([...headers].map(([name, value]) => [name, value]));
  sent.set('accept', onResponse === undefined ? 'application/json' : STREAMED_ACCEPT);
  sent.set('content-type', 'application/json');
  if (keyField !== undefined) sent.set('idempotency-key', keyField);
  const { body, credentials, signal } = request;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: sent,
      body,
      // A redirect that is followed may turn into a GET of another resource, whose answer looks like that of the batch.
      redirect: 'manual',
      ...(credentials === undefined ? {} : { credentials }),
      ...(signal === undefined ? {} : { signal }),
    });
    return await readExchange(response, request);
  } catch (cause) {
    return withoutAnswer(url, cause, idempotencyKey);
  }
}

async function readExchange(
  response: Response,
  { onResponse, idempotencyKey }: Pick<BatchRequest, 'onResponse' | 'idempotencyKey'>,
): Promise<BatchExchange> {
  const { headers } = response;
  const type = parseMediaType(headers.get('content-type') ?? undefined)?.type ?? '';
  if (onResponse !== undefined && isNdjsonType(type)) {
    const { reading, truncation } = await readStream(response, { limits: READ_LIMITS, onResponse });
    const isEmpty = truncation !== undefined && reading.document.responses.length === 0;
    return isEmpty
      ? withoutOutcomes(response, { cause: truncation, idempotencyKey })
      : { kind: 'answered', reading, headers, truncation };
  }
  if (type === PROBLEM_JSON)
    return withoutOutcomes(response, { problem: await readProblem(response), idempotencyKey });
  if (!isJsonType(type) && !isXmlType(type)) {
    await response.text(); // rejects if the connection breaks: the exchange is then lost
    return withoutOutcomes(response, { idempotencyKey });
  }
  try {
    const reading = await readMultistatus(response, READ_LIMITS);
    return { kind: 'answered', reading, headers };
  } catch (error) {
    if (!isDocumentError(error)) throw error;
    if (error.document !== undefined)
      return { kind: 'answered', reading: toReading(error.document), headers, truncation: error };
    return withoutOutcomes(response, { cause: error, idempotencyKey });
  }
}

async function readProblem(response: Response): Promise<Problem | undefined> {
  const text = await response.text();
  try {
    const value = JSON.parse(text) as Problem | null;
    return typeof value?.type === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
