import {
  isDocumentError,
  type MultistatusResponse,
  type Problem,
  readMultistatus,
  toReading,
} from '@multistatus/document';
import { isJsonType, isNdjsonType, isXmlType, PROBLEM_JSON, parseMediaType } from '@multistatus/wire';
import type { BatchExchange } from './batch-exchange.js';
import { parseJson } from './parse-json.js';
import { readStream } from './read-stream.js';
import { withoutOutcomes } from './without-outcomes.js';

/** Larger than what a server sends by default, so that no outcome is lost to a limit of the client. */
const READ_LIMITS = { maxBytes: 256 * 1024 * 1024 };

/**
 * Reads the answer to a batch: its outcomes, or why it has none. Rejects as the body does, if the connection breaks before there
 * is an outcome.
 */
export async function readExchange(
  response: Response,
  {
    onResponse,
    idempotencyKey,
  }: {
    readonly onResponse?: ((response: MultistatusResponse) => void) | undefined;
    readonly idempotencyKey?: string | undefined;
  },
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
  if (!isJsonType(type) && !isXmlType(type) && !type.startsWith('multipart/')) {
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

/** Returns the problem that a response contains; `undefined` if it contains none (RFC 9457). */
export async function readProblem(response: Response): Promise<Problem | undefined> {
  const problem = parseJson(await response.text()) as Problem | null | undefined;
  return typeof problem?.type === 'string' ? problem : undefined;
}
