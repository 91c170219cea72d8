import { type MultistatusReading, summariseResponses } from '@multistatus/document';
import { countOf } from '@multistatus/wire';
import type { UnreadableResponse } from '../document/read-document.js';
import { exchangeFinding, type Finding } from '../finding.js';

const MAX_NAMED = 10;

/** What is known besides the document. */
export interface OutcomeContext {
  readonly unreadable: readonly UnreadableResponse[];
  readonly requestBody: string | undefined;
}

/** Checks the outcomes of a document against its summary and against the request. */
export function checkOutcomes(reading: MultistatusReading, context: OutcomeContext): Finding[] {
  return [...checkSummary(reading, context), ...checkOnePerOperation(reading, context)];
}

function checkSummary(reading: MultistatusReading, { unreadable }: OutcomeContext): Finding[] {
  const { summary, responses } = reading.document;
  if (summary === undefined || unreadable.length > 0) return [];
  // A missing property is a failure for a writer, but not for a reader.
  const failed = [reading.failed().length, summariseResponses(responses, reading.document).failed];
  if (failed.includes(summary.failed)) return [];
  return [
    exchangeFinding('summary', `the summary counts ${countOf(summary.failed, 'failure')}, not ${failed[0]}`),
  ];
}

type Identity = Pick<UnreadableResponse, 'id' | 'index'>;

/** Compares ids if all responses have one, otherwise indexes, otherwise only the number of responses. */
function checkOnePerOperation(
  { document: { summary, responses: readable } }: MultistatusReading,
  { unreadable, requestBody }: OutcomeContext,
): Finding[] {
  const sent = listOperations(requestBody);
  const responses: readonly Identity[] = [...readable, ...unreadable];
  const ids = responses.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const indexes = responses.flatMap(({ index }) => (index === undefined ? [] : [index]));
  const isNamed = sent !== undefined && responses.length > 0 && ids.length === responses.length;
  if (isNamed) return compare(sent, ids);
  if (indexes.length === responses.length && indexes.length > 0) {
    const count = sent?.length ?? Math.max(summary?.total ?? 0, responses.length, highest(indexes) + 1);
    const expected = Array.from({ length: Math.min(count, 1_000_000) }, (_, index) => `#${index}`);
    return compare(
      expected,
      indexes.map((index) => `#${index}`),
    );
  }
  if (sent === undefined || sent.length === responses.length) return [];
  return [
    exchangeFinding(
      'outcomes',
      `the batch has ${countOf(sent.length, 'operation')}, but the answer has ${countOf(responses.length, 'outcome')}`,
    ),
  ];
}

function highest(indexes: readonly number[]): number {
  return indexes.reduce((most, index) => Math.max(most, index), 0);
}

function compare(expected: readonly string[], found: readonly string[]): Finding[] {
  const foundIds = new Set(found);
  const expectedIds = new Set(expected);
  const missing = expected.filter((id) => !foundIds.has(id));
  const unexpected = found.filter((id) => !expectedIds.has(id));
  const seen = new Set<string>();
  const repeated = found.filter((id) => expectedIds.has(id) && (seen.has(id) || !seen.add(id)));
  return [
    ...findOutcomes(missing, 'there is no outcome for'),
    ...findOutcomes(unexpected, 'there are outcomes for operations that were not sent:'),
    ...findOutcomes([...new Set(repeated)], 'there is more than one outcome for'),
  ];
}

function findOutcomes(ids: readonly string[], message: string): Finding[] {
  if (ids.length === 0) return [];
  const named = ids.slice(0, MAX_NAMED).join(', ');
  const more = ids.length > MAX_NAMED ? ` and ${ids.length - MAX_NAMED} more` : '';
  return [exchangeFinding('outcomes', `${message} ${named}${more}`)];
}

/**
 * Returns the ids of the operations of a JSON batch, with the index for an operation without an id; `undefined` if the
 * body is not a JSON batch.
 */
function listOperations(body: string | undefined): string[] | undefined {
  if (body === undefined || !body.includes('"requests"')) return undefined;
  try {
    const { requests } = JSON.parse(body) as { readonly requests?: unknown };
    if (!Array.isArray(requests)) return undefined;
    return requests.map((request: unknown, index) => idOf(request) ?? String(index));
  } catch {
    return undefined;
  }
}

function idOf(request: unknown): string | undefined {
  const id: unknown = (request as { readonly id?: unknown } | null)?.id;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}
