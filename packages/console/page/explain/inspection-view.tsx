import type { HeaderMap } from '@multistatus/document';
import { type HeaderFields, type Inspection, SECRET_FIELDS } from '@multistatus/inspect';
import { countOf } from '@multistatus/wire';
import type { JSX } from 'preact';
import { FieldTable } from '../content/field-table.js';
import { formatCount, formatDuration, formatSize } from '../content/format-amount.js';
import { StateMark } from '../state-mark.js';
import { FindingList } from './finding-list.js';
import { RequestTable } from './request-table.js';
import { ResponseTable } from './response-table.js';

const FORMATS = { xml: 'XML', json: 'JSON', ndjson: 'NDJSON', multipart: 'multipart' } as const;

/** What an inspection has found in one 207 or multipart batch: its counts, its findings, and its responses or requests. */
export function InspectionView({
  inspection,
  name,
}: {
  readonly inspection: Inspection;
  readonly name: string;
}): JSX.Element {
  const { exchange, findings, responses, unreadable, requests } = inspection;
  const { request, response } = exchange;
  return (
    <div class="inspection">
      <header>
        <h2>{request === undefined ? name : `${request.method} ${request.url}`}</h2>
        <p class="soft">{factsOf(inspection).join(', ')}</p>
        <Counts inspection={inspection} />
      </header>
      <FindingList findings={findings} />
      {responses.length + unreadable.length > 0 && <ResponseTable key={exchange} inspection={inspection} />}
      {requests !== undefined && <RequestTable requests={requests} />}
      <FieldTable title="Headers of the answer" fields={response && toShownFields(response.headers)} />
    </div>
  );
}

function factsOf({ exchange: { response }, format, bytes }: Inspection): string[] {
  return [
    response && `HTTP/${response.httpVersion || '?'} ${response.status} ${response.reason}`.trim(),
    format && FORMATS[format],
    bytes === undefined ? undefined : formatSize(bytes, 'B'),
    response?.totalMs === undefined ? undefined : formatDuration(response.totalMs),
    response?.startedAt,
  ].filter((fact) => fact !== undefined);
}

function Counts({ inspection }: { readonly inspection: Inspection }): JSX.Element {
  const { counts, unreadable, responses, isPartial, requests } = inspection;
  if (requests !== undefined) {
    return <p role="status">{`${countOf(requests.length, 'request')} in a multipart batch`}</p>;
  }
  if (counts === undefined) {
    return (
      <p role="status">
        <StateMark state="failed" text="This is not a readable 207 document." />
      </p>
    );
  }
  const removed = responses.filter((report) => report.removed === true).length;
  const parts = [
    { state: 'failed', count: unreadable.length, word: 'unreadable' },
    { state: 'failed', count: counts.failed, word: 'failed' },
    { state: 'other', count: counts.other - removed, word: 'redirected' },
    { state: 'other', count: removed, word: 'removed' },
    { state: 'succeeded', count: counts.succeeded, word: 'succeeded' },
  ] as const;
  const total = counts.total + unreadable.length;
  return (
    <p class="counts" role="status">
      <span>{`${formatCount(total)} ${total === 1 ? 'response' : 'responses'}:`}</span>
      {parts.map(
        ({ state, count, word }) =>
          count > 0 && <StateMark key={word} state={state} text={`${formatCount(count)} ${word}`} />,
      )}
      {isPartial && <span>The rest of the document cannot be read.</span>}
    </p>
  );
}

/** Omits headers that may contain credentials. */
function toShownFields(fields: HeaderFields): HeaderMap {
  const shown = new Map<string, string[]>();
  for (const [name, value] of fields) {
    if (SECRET_FIELDS.has(name.toLowerCase())) continue;
    shown.set(name, [...(shown.get(name) ?? []), value]);
  }
  return Object.fromEntries(shown);
}
