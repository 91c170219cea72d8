import type { Random } from './random.js';
import type { PlannedBatch } from './random-batch.js';

/** What a client has learned of one operation. */
export interface OperationAnswer {
  readonly id: string;
  readonly status: number;
  readonly body?: { readonly id: number; readonly type?: string; readonly executed?: false | 'unknown' };
}

/** What a client has of each batch, in its order: `undefined` if it went away before it had an answer. */
export type Answers = (readonly OperationAnswer[] | undefined)[];

const CLIENTS = 8;

/** Sends batches, several at a time. Some clients go away after a few milliseconds. */
export async function sendBatches(
  url: string,
  batches: readonly PlannedBatch[],
  random: Random,
): Promise<Answers> {
  const answers: Answers = Array.from({ length: batches.length });
  const patience = batches.map(() => (random.hasLuck(5) ? random.below(30) : undefined));
  const waiting = batches.entries();
  const client = async (): Promise<void> => {
    for (const [index, batch] of waiting) answers[index] = await send(url, batch, patience[index]);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return answers;
}

async function send(
  url: string,
  { number, body }: PlannedBatch,
  patienceMs: number | undefined,
): Promise<Answers[number]> {
  const signal = patienceMs === undefined ? null : AbortSignal.timeout(patienceMs);
  try {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body, signal });
    const text = await response.text();
    if (response.status !== 207)
      throw new Error(`Batch ${number} was answered ${response.status}: ${text}\n${body}`);
    return (JSON.parse(text) as { responses: OperationAnswer[] }).responses;
  } catch (error) {
    if (signal?.aborted) return undefined;
    throw error;
  }
}
