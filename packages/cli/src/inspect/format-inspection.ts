import type { Summary } from '@multistatus/document';
import type { Exchange, Inspection } from '@multistatus/inspect';
import { countOf } from '@multistatus/wire';
import { clipMiddle } from '../terminal/display-width.js';
import { makeSafe } from '../terminal/make-safe.js';
import type { Terminal } from '../terminal/terminal.js';
import { countFindings, formatFindings } from './format-findings.js';
import { formatRequestCounts, formatRequests } from './format-requests.js';
import { formatTable } from './format-table.js';

const FORMATS = { xml: 'XML', json: 'JSON', ndjson: 'NDJSON', multipart: 'multipart' } as const;

/** Returns the lines of one inspection. The title is the request, or `source` if there is none. */
export function formatInspection(inspection: Inspection, source: string, terminal: Terminal): string[] {
  const { exchange, responses, unreadable, findings, requests = [] } = inspection;
  const title = clipMiddle(makeSafe(titleOf(exchange) ?? source), terminal.width);
  return [
    terminal.paint('bold', title),
    factsOf(inspection),
    resultOf(inspection) ?? terminal.paint('red', describeOther(findings)),
    ...(responses.length + unreadable.length === 0
      ? []
      : ['', ...formatTable(responses, terminal, unreadable)]),
    ...(requests.length === 0 ? [] : ['', ...formatRequests(requests, terminal)]),
    '',
    findings.length === 0
      ? `Findings: none, the ${inspection.requests === undefined ? 'document' : 'batch'} follows the rules.`
      : `Findings: ${countFindings(findings)}`,
    ...formatFindings(findings, terminal),
  ].filter((line, index) => line !== '' || index > 1);
}

/** Returns a line such as `3 resources: 2 failed, 1 succeeded`. */
export function formatCounts(
  { total, failed, other, succeeded }: Summary,
  {
    noun = 'resource',
    unreadable = 0,
    removed = 0,
  }: { readonly noun?: string; readonly unreadable?: number; readonly removed?: number } = {},
): string {
  const parts = [
    unreadable === 0 ? '' : `${unreadable} unreadable`,
    failed === 0 ? '' : `${failed} failed`,
    other === removed ? '' : `${other - removed} redirected`,
    removed === 0 ? '' : `${removed} removed`,
    succeeded === 0 ? '' : `${succeeded} succeeded`,
  ];
  const named = parts.filter((part) => part !== '').join(', ');
  return `${countOf(total + unreadable, noun)}${named === '' ? '' : `: ${named}`}`;
}

/** Returns `undefined` if nothing can be read. */
function resultOf({ counts, responses, unreadable, isPartial, requests }: Inspection): string | undefined {
  if (requests !== undefined) return formatRequestCounts(requests);
  if (counts === undefined) return undefined;
  const removed = responses.filter((response) => response.removed === true).length;
  const line = formatCounts(counts, { unreadable: unreadable.length, removed });
  return isPartial ? `${line}; the rest of the document cannot be read` : line;
}

function describeOther(findings: Inspection['findings']): string {
  const isDescription = findings.some(({ rule }) => rule === 'description');
  return isDescription
    ? 'This is the description of a batch endpoint, not a 207.'
    : 'This is not a readable 207 document.';
}

function titleOf({ request }: Exchange): string | undefined {
  return request === undefined ? undefined : `${request.method} ${request.url}`;
}

function factsOf({ exchange: { response }, format, bytes }: Inspection): string {
  const facts = [
    ...(response === undefined ? [] : [statusOf(response)]),
    ...(format === undefined ? [] : [FORMATS[format]]),
    ...(bytes === undefined ? [] : [countOf(bytes, 'byte')]),
    ...(response?.totalMs === undefined ? [] : [`${Math.round(response.totalMs)} ms`]),
    ...(response?.startedAt === undefined ? [] : [response.startedAt]),
  ];
  return makeSafe(facts.join(', '));
}

function statusOf({ status, reason, httpVersion }: NonNullable<Exchange['response']>): string {
  return `${httpVersion === '' ? '' : `HTTP/${httpVersion} `}${status} ${reason}`.trim();
}
