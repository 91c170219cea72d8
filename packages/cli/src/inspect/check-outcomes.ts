import { type MultistatusReading, summariseResponses } from '@multistatus/document';
import { exchangeFinding, type Finding } from '../finding.js';
import { countOf } from '../terminal/count-of.js';

const MAX_NAMED = 10;

/** Gives what is wrong with the outcomes of a document: with their summary, and with what was asked for. */
export function checkOutcomes(reading: MultistatusReading, requestBody: string | undefined): Finding[] {
  return [...checkSummary(reading), ...checkOnePerOperation(reading, listOperations(requestBody))];
}

function checkSummary(reading: MultistatusReading): Finding[] {
  const { summary, responses } = reading.document;
  if (summary === undefined) return [];
  if (summary.total !== responses.length) {
    const message = `the summary counts ${countOf(summary.total, 'outcome')}, not ${responses.length}`;
    return [exchangeFinding('summary', message)];
  }
  // A property that is missing counts for a writer, and not for a reader.
  const failed = [reading.failed().length, summariseResponses(responses).failed];
  if (failed.includes(summary.failed)) return [];
  return [
    exchangeFinding('summary', `the summary counts ${countOf(summary.failed, 'failure')}, not ${failed[0]}`),
  ];
}

/** By ids where all have one, else by indexes; where there are neither, only how many are there. */
function checkOnePerOperation(
  { document }: MultistatusReading,
  sent: readonly string[] | undefined,
): Finding[] {
  const { responses, summary } = document;
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
      `of ${countOf(sent.length, 'operation')} there is ${countOf(responses.length, 'outcome')}`,
    ),
  ];
}

function highest(indexes: readonly number[]): number {
  return indexes.reduce((most, index) => Math.max(most, index), 0);
}

function compare(expected: readonly string[], found: readonly string[]): Finding[] {
  const known = new Set(found);
  const wanted = new Set(expected);
  const missing = expected.filter((id) => !known.has(id));
  const foreign = found.filter((id) => !wanted.has(id));
  const seen = new Set<string>();
  const repeated = found.filter((id) => wanted.has(id) && (seen.has(id) || !seen.add(id)));
  return [
    ...tell(missing, 'there is no outcome for'),
    ...tell(foreign, 'there are outcomes for what was not sent:'),
    ...tell([...new Set(repeated)], 'there is more than one outcome for'),
  ];
}

function tell(ids: readonly string[], what: string): Finding[] {
  if (ids.length === 0) return [];
  const named = ids.slice(0, MAX_NAMED).join(', ');
  const more = ids.length > MAX_NAMED ? ` and ${ids.length - MAX_NAMED} more` : '';
  return [exchangeFinding('outcomes', `${what} ${named}${more}`)];
}

/** Gives the ids of the operations of a JSON batch, its index for one without; `undefined` if the body is none. */
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
