import { countOf } from '@multistatus/wire';
import { formatCounts } from '../inspect/format-inspection.js';
import { formatTable } from '../inspect/format-table.js';
import type { Terminal } from '../terminal/terminal.js';
import { indentText } from '../terminal/wrap-text.js';
import { isUnknown, type SentReport } from './describe-sent.js';

/** Returns the lines printed after the last outcome: the counts, and a table of the failures. */
export function formatSent(report: SentReport, terminal: Terminal): string[] {
  const { counts, responses, totalMs } = report;
  const failed = responses.filter(({ outcome }) => outcome === 'failed');
  const unknown = responses.filter(isUnknown).length;
  const cause = report.isTimedOut
    ? ': the answer was not complete in time, --timeout sets a longer time'
    : '';
  const advice = `check the effect before you send ${unknown === 1 ? 'it' : 'them'} again`;
  const hint = `It is not known whether ${countOf(unknown, 'operation')} ran${cause}; ${advice}.`;
  return [
    `${formatCounts(counts, { noun: 'operation' })}, in ${totalMs} ms`,
    ...(failed.length === 0 ? [] : ['', ...formatTable(failed, terminal)]),
    ...(unknown === 0 ? [] : ['', ...indentText(hint, 0, terminal.width)]),
  ];
}
