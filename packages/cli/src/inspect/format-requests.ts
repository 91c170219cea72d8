import type { BatchRequest } from '@multistatus/inspect';
import { countOf } from '@multistatus/wire';
import { clipMiddle, displayWidth, padEnd } from '../terminal/display-width.js';
import { makeSafe } from '../terminal/make-safe.js';
import type { Terminal } from '../terminal/terminal.js';

const GAP = '  ';
const MAX_ID_WIDTH = 30;

/** Returns a line such as `3 requests, 2 of them in 1 changeset`. */
export function formatRequestCounts(requests: readonly BatchRequest[]): string {
  const members = requests.filter(({ part }) => part.includes('.'));
  const changesets = new Set(members.map(({ part }) => part.split('.', 1)[0]));
  const inChangesets =
    members.length === 0 ? '' : `, ${members.length} of them in ${countOf(changesets.size, 'changeset')}`;
  return `${countOf(requests.length, 'request')}${inChangesets}`;
}

/** Returns the lines of the table of the requests of a multipart batch. It fits the terminal width. */
export function formatRequests(requests: readonly BatchRequest[], terminal: Terminal): string[] {
  const rows = [
    ['PART', 'CONTENT-ID', 'METHOD', 'URL'],
    ...requests.map(({ part, id = '', method, url }) => [
      part,
      clipMiddle(makeSafe(id), MAX_ID_WIDTH),
      makeSafe(method),
      makeSafe(url),
    ]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))));
  const lines = rows.map((row) => {
    const start = widths.map((width, column) => padEnd(row[column] ?? '', width) + GAP).join('');
    return start + clipMiddle(row[3] ?? '', Math.max(8, terminal.width - displayWidth(start)));
  });
  return lines.map((line, index) => (index === 0 ? terminal.paint('dim', line) : line));
}
