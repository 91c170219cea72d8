import {
  isDocumentError,
  type MultistatusReading,
  type MultistatusResponse,
  type Problem,
  readMultistatus,
} from '@multistatus/document';
import {
  isJsonType,
  isNdjsonType,
  isProblemUri,
  isXmlType,
  PROBLEM_JSON,
  parseMediaType,
} from '@multistatus/wire';
import { BatchError } from './batch-error.js';
import { readStream } from './read-stream.js';

/** One batch on its way. */
export interface Envelope {
  readonly url: string;
  readonly fetch: typeof fetch;
  /** Beside Accept and Content-Type. */
  readonly headers: Iterable<readonly [name: string, value: string]>;
  readonly credentials?: RequestInit['credentials'] | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The batch as JSON. */
  readonly body: string;
  /** Gets each response as it comes, where the server can send them one by one; it must not throw. */
  readonly onResponse?: ((response: MultistatusResponse) => void) | undefined;
}

/** What came back. */
export type Exchange =
  | {
      readonly kind: 'answered';
      readonly reading: MultistatusReading;
      readonly headers: Headers;
      /** Why the answer has no end, if it has none: operations that it does not hold may have run. */
      readonly cut?: unknown;
    }
  /** None of the batch ran. */
  | { readonly kind: 'refused'; readonly error: BatchError; readonly retryAfter: string | undefined }
  /** Some of it may have run. */
  | { readonly kind: 'lost'; readonly error: BatchError };

/** Bounds of what a batch may answer: beyond those of the server, so that what ran is heard of. */
const READ_LIMITS = { maxBytes: 256 * 1024 * 1024 };
/** Lines as they come, or else a document: a server that has no lines takes the second. */
const STREAMED = 'application/x-ndjson, application/json;q=0.9';

/**
 * Sends a batch and reads what came back. Never rejects: what goes wrong becomes an exchange too.
 *
 * The status does not tell whether operations ran, the body does. Without outcomes in it, 3xx, 4xx and 501 turned the
 * request away, as did a 503 that says when to come back; of any other status nothing is known.
 */
export async function exchangeBatch({ url, fetch, headers, ...envelope }: Envelope): Promise<Exchange> {
  const { onResponse } = envelope;
  const sent = new Headers([...headers].map(([name, value]) => [name, value]));
  sent.set('accept', onResponse === undefined ? 'application/json' : STREAMED);
  sent.set('content-type', 'application/json');
  const { body, credentials, signal } = envelope;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: sent,
      body,
      // Followed, a redirect could become a GET of something else, and its answer look like one to the batch.
      redirect: 'manual',
      ...(credentials === undefined ? {} : { credentials }),
      ...(signal === undefined ? {} : { signal }),
    });
    return await readExchange(response, onResponse);
  } catch (cause) {
    return { kind: 'lost', error: lost('The connection failed before the batch was answered', { cause }) };
  }
}

async function readExchange(response: Response, onResponse: Envelope['onResponse']): Promise<Exchange> {
  const { headers } = response;
  const type = parseMediaType(headers.get('content-type') ?? undefined)?.type ?? '';
  if (onResponse !== undefined && isNdjsonType(type)) {
    const { reading, cut } = await readStream(response, { limits: READ_LIMITS, onResponse });
    const isEmpty = cut !== undefined && reading.document.responses.length === 0;
    return isEmpty ? withoutOutcomes(response, undefined, cut) : { kind: 'answered', reading, headers, cut };
  }
  if (type === PROBLEM_JSON) return withoutOutcomes(response, await readProblem(response));
  if (!isJsonType(type) && !isXmlType(type)) {
    await response.arrayBuffer(); // what breaks off tells nothing
    return withoutOutcomes(response);
  }
  try {
    const reading = await readMultistatus(response, READ_LIMITS);
    return { kind: 'answered', reading, headers };
  } catch (error) {
    if (!isDocumentError(error)) throw error;
    return withoutOutcomes(response, undefined, error);
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

function withoutOutcomes(response: Response, problem?: Problem, cause?: unknown): Exchange {
  const { status } = response;
  const retryAfter = response.headers.get('retry-after') ?? undefined;
  const reason = problem?.detail ?? problem?.title ?? (isDocumentError(cause) ? cause.message : undefined);
  const told = `The batch was answered ${status}${reason === undefined ? '' : `: ${reason}`}`;
  const isOwn = problem !== undefined && isProblemUri(problem.type);
  const isRefused = isOwn
    ? problem['executed'] === false
    : turnsAway(status) || (status === 503 && retryAfter !== undefined);
  // What was cut in the middle may be the outcomes of operations that ran, whatever the status.
  if (!isRefused || isTruncated(cause))
    return { kind: 'lost', error: lost(told, { status, problem, cause }) };
  const error = new BatchError(`${told}; nothing has run`, { executed: false, status, problem, cause });
  return { kind: 'refused', error, retryAfter };
}

/** 0 is a redirect that a browser does not show. */
function turnsAway(status: number): boolean {
  return status === 0 || (status >= 300 && status < 500) || status === 501;
}

function isTruncated(cause: unknown): boolean {
  return cause !== undefined && (!isDocumentError(cause) || /^(?:json|X1|truncated)$/.test(cause.rule));
}

function lost(told: string, init: Omit<ConstructorParameters<typeof BatchError>[1], 'executed'>): BatchError {
  const advice = 'the operation may have run; ask for its effect before you send it again';
  return new BatchError(`${told}; ${advice}`, { executed: 'unknown', ...init });
}
