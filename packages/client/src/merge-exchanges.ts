import { type MultistatusResponse, toReading } from '@multistatus/document';
import type { BatchExchange } from './batch-exchange.js';

/**
 * Returns what is known of a batch that was sent twice with the same key. The later answer counts, but it takes away
 * nothing that is known from the earlier one: an outcome that arrived stays, and what may have run is not refused.
 */
export function mergeExchanges(earlier: BatchExchange | undefined, later: BatchExchange): BatchExchange {
  if (earlier === undefined || earlier.kind === 'refused') return later;
  if (later.kind === 'refused') return earlier;
  if (earlier.kind === 'lost') return later;
  if (later.kind === 'lost') return earlier;
  const known = new Map(
    earlier.reading.document.responses
      .filter((response) => !isUnknown(response))
      .map((response) => [response.id, response]),
  );
  const { document } = later.reading;
  const arrived = new Set(document.responses.map(({ id }) => id));
  const kept = document.responses.map((response) =>
    isUnknown(response) ? (known.get(response.id) ?? response) : response,
  );
  const missing = [...known.values()].filter(({ id }) => !arrived.has(id));
  const isSame =
    missing.length === 0 && kept.every((response, index) => response === document.responses[index]);
  // The summary counts the responses of the later answer.
  const merged = { ...document, responses: [...kept, ...missing], summary: undefined };
  return isSame ? later : { ...later, reading: toReading(merged) };
}

function isUnknown({ problem }: MultistatusResponse): boolean {
  return problem?.['executed'] === 'unknown';
}
