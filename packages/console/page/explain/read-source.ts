import { type Exchange, readExchanges } from '@multistatus/inspect';
import { formatCount, formatSize } from '../content/format-amount.js';
import type { ExplainSource } from './explain-source.js';

/** A longer file would fill the memory of the page. */
const MAX_BYTES = 32 * 1024 * 1024;

/** The 207s in what the user has given, or why there are none. */
export type SourceReading =
  | { readonly exchanges: readonly Exchange[]; readonly capturedTotal: number | undefined }
  | { readonly problem: string };

/** Reads what the user has given. Never rejects: a problem is a sentence for the user. */
export async function readSource({ name, content }: ExplainSource): Promise<SourceReading> {
  const size = typeof content === 'string' ? content.length : content.size;
  const shownName = name ?? 'The text';
  if (size > MAX_BYTES) {
    return {
      problem: `${shownName} has ${formatSize(size, 'B')}; this page reads at most ${formatSize(MAX_BYTES, 'B')}. The command does not have this limit: npx multistatus inspect <file>`,
    };
  }
  let body: Uint8Array | string;
  try {
    body = typeof content === 'string' ? content : new Uint8Array(await content.arrayBuffer());
  } catch {
    return { problem: `${shownName} cannot be read. Is it a folder, or has it been moved?` };
  }
  const { exchanges, capturedTotal } = await readExchanges(body);
  if (exchanges.length > 0) return { exchanges, capturedTotal };
  return {
    problem: `There is no 207 in ${shownName}, which contains ${formatCount(capturedTotal ?? 0)} exchanges. Was the request of the batch recorded, with its response body?`,
  };
}
