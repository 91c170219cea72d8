import type { MultistatusReading } from '@multistatus/document';
import { BatchError } from '../batch-error.js';
import { readExchange } from '../read-exchange.js';
import type { OpenAnswer } from './open-monitor.js';

/**
 * Reads the outcomes of a batch that has ended.
 *
 * @throws {BatchError} if the answer contains none, or breaks off.
 */
export async function readAnswer(
  { response, release }: OpenAnswer,
  monitor: string,
): Promise<MultistatusReading> {
  let cause: unknown;
  try {
    const exchange = await readExchange(response, {});
    if (exchange.kind === 'answered' && exchange.truncation === undefined) return exchange.reading;
    cause = exchange.kind === 'answered' ? exchange.truncation : exchange.error;
  } catch (error) {
    cause = error;
  } finally {
    release();
  }
  const message = 'The batch has ended, and its answer could not be read from its monitor';
  throw new BatchError(message, { executed: 'unknown', status: response.status, monitor, cause });
}
