import type { ResourceReport, UnreadableResponse } from '@multistatus/inspect';
import { clipEnd, clipMiddle, displayWidth, padEnd } from '../terminal/display-width.js';
import { makeSafe } from '../terminal/make-safe.js';
import type { Style, Terminal } from '../terminal/terminal.js';
import { indentText } from '../terminal/wrap-text.js';
import { formatDetails } from './format-details.js';

/** The mark and colour of each outcome. */
export const OUTCOME_MARKS: Readonly<Record<ResourceReport['outcome'], { mark: string; style: Style }>> = {
  failed: { mark: '✗', style: 'red' },
  other: { mark: '→', style: 'yellow' },
  succeeded: { mark: '✓', style: 'green' },
};
/** Begins an href that the reader has created from the id of a response that has none. */
export const ITEM_HREF = 'urn:multistatus:item:';
const REMOVED_MARK = { mark: '-', style: 'dim' } as const;
const GAP = 2;
const GAP_TEXT = ' '.repeat(GAP);
const MIN_HREF_WIDTH = 12;
const MIN_DESCRIPTION_WIDTH = 16;

interface Row {
  readonly mark: string;
  readonly style: Style;
  readonly status: string;
  readonly resource: string;
  readonly description: string;
  /** True if the description is printed in full. */
  readonly isReason: boolean;
  /** The lines below the row. */
  readonly details: readonly string[];
}

interface Widths {
  readonly status: number;
  readonly resource: number;
  readonly description: number;
}

/**
 * Returns the lines of the table of resources, each with its details below it. Those that cannot be read come first. It
 * fits the terminal width.
 */
export function formatTable(
  reports: readonly ResourceReport[],
  terminal: Terminal,
  unreadable: readonly UnreadableResponse[] = [],
): string[] {
  const rows = [...unreadable.map(toUnreadableRow), ...reports.map((report) => toRow(report, terminal))];
  const widths = layOut(rows, terminal.width);
  const ambiguous = findAmbiguous(rows, widths.resource);
  const heading = formatLine([' ', 'STATUS', 'RESOURCE', 'DESCRIPTION'], widths);
  return [
    terminal.paint('dim', heading),
    ...rows.flatMap((row) => formatRow(row, { widths, ambiguous, terminal })),
  ];
}

function formatRow(
  { mark, style, status, resource, description, isReason, details }: Row,
  {
    widths,
    ambiguous,
    terminal,
  }: { readonly widths: Widths; readonly ambiguous: ReadonlySet<string>; readonly terminal: Terminal },
): string[] {
  const short = clipResource(resource, widths.resource);
  const isBelow = isReason && displayWidth(description) > widths.description;
  const line = formatLine([mark, status, short, isBelow ? '' : description], widths);
  return [
    terminal.paint(style, mark) + line.slice(mark.length),
    ...(ambiguous.has(short) ? [`    ${resource}`] : []),
    ...(isBelow ? indentText(description, 4, terminal.width) : []),
    ...details,
  ];
}

/** Returns the shortened names that several resources share, which are also printed in full. */
function findAmbiguous(rows: readonly Row[], width: number): Set<string> {
  const seen = new Set<string>();
  const ambiguous = new Set<string>();
  for (const resource of new Set(rows.map((row) => row.resource))) {
    const short = clipResource(resource, width);
    if (seen.has(short)) ambiguous.add(short);
    seen.add(short);
  }
  return ambiguous;
}

function toRow(report: ResourceReport, terminal: Terminal): Row {
  return {
    ...(report.removed === true ? REMOVED_MARK : OUTCOME_MARKS[report.outcome]),
    status: statusOf(report),
    resource: resourceOf(report),
    description: makeSafe(report.description ?? ''),
    // The reason for a failure.
    isReason: report.outcome === 'failed',
    details: formatDetails(report, terminal),
  };
}

function toUnreadableRow(response: UnreadableResponse): Row {
  return {
    ...OUTCOME_MARKS.failed,
    status: 'unreadable',
    resource: resourceOf(response) || response.where,
    description: makeSafe(response.message),
    isReason: true,
    details: [],
  };
}

function resourceOf({ id, hrefs }: Pick<UnreadableResponse, 'id' | 'hrefs'>): string {
  const [href = '', ...others] = hrefs.map(makeSafe);
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return nameOf(id === undefined ? '' : makeSafe(id), href) + more;
}

function statusOf({ status, reason, removed }: ResourceReport): string {
  if (removed === true) return 'removed';
  return status === null ? 'exists' : `${status} ${makeSafe(reason)}`.trim();
}

/** In an id followed by an href, only the href is shortened, unless too little room would be left for it. */
function clipResource(resource: string, width: number): string {
  const start = resource.indexOf(GAP_TEXT) + GAP;
  const room = width - displayWidth(resource.slice(0, start));
  if (start < GAP || room < MIN_HREF_WIDTH) return clipMiddle(resource, width);
  return resource.slice(0, start) + clipMiddle(resource.slice(start), room);
}

/** In a batch of another service, resources have no href. */
function nameOf(id: string, href: string): string {
  if (href.startsWith(ITEM_HREF)) return id === '' ? `item ${href.slice(ITEM_HREF.length)}` : id;
  return id === '' ? href : id + GAP_TEXT + href;
}

/**
 * The resource gets the room that the description does not need. If there is too little, the description shrinks first.
 */
function layOut(rows: readonly Row[], width: number): Widths {
  const widest = (texts: readonly string[]): number =>
    texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0);
  const status = widest(['STATUS', ...rows.map((row) => row.status)]);
  const resource = widest(['RESOURCE', ...rows.map((row) => row.resource)]);
  const description = widest(['DESCRIPTION', ...rows.map((row) => row.description)]);
  const room = width - 1 - status - 3 * GAP + 1;
  if (resource + description <= room) return { status, resource, description };
  const least = Math.min(description, Math.max(MIN_DESCRIPTION_WIDTH, Math.floor(room / 3)));
  const forResource = Math.max(8, Math.min(resource, room - least));
  return { status, resource: forResource, description: Math.max(1, room - forResource) };
}

function formatLine(cells: readonly [string, string, string, string], widths: Widths): string {
  const [mark, status, resource, description] = cells;
  return [
    `${mark} ${padEnd(status, widths.status)}`,
    padEnd(resource, widths.resource),
    clipEnd(description, widths.description),
  ]
    .join(GAP_TEXT)
    .trimEnd();
}
