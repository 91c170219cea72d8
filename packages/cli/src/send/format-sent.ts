import { countOf } from '@multistatus/wire';
import { formatCounts } from '../inspect/format-inspection.js';
import { formatTable } from '../inspect/format-table.js';
import type { Terminal } from '../terminal/terminal.js';
import { indentText } from '../terminal/wrap-text.js';
import { isUnknown, type SentReport } from './describe-sent.js';

/**
 * Returns the lines printed after the last outcome: the counts, and a table of the failures. `goOn` is how the batch can go
 * on, if it can.
 */
export function formatSent(
  report: SentReport,
  { terminal, goOn }: { readonly terminal: Terminal; readonly goOn: readonly string[] },
): string[] {
  const { counts, responses, totalMs, isReplayed } = report;
  const failed = responses.filter(({ outcome }) => outcome === 'failed');
  const unknown = responses.filter(isUnknown).length;
  const cause = report.isTimedOut
    ? ': the answer was not complete in time, --timeout sets a longer time'
    : '';
  const advice = `check the effect before you send ${unknown === 1 ? 'it' : 'them'} again`;
  const end = goOn.length === 0 ? `; ${advice}.` : '.';
  const hint = `It is not known whether ${countOf(unknown, 'operation')} ran${cause}${end}`;
  const replayed = isReplayed ? '; the server had run it before, and sent what it had kept' : '';
  return [
    `${formatCounts(counts, { noun: 'operation' })}, in ${totalMs} ms${replayed}`,
    ...(failed.length === 0 ? [] : ['', ...formatTable(failed, terminal)]),
    ...(unknown === 0 ? [] : ['', ...indentText(hint, 0, terminal.width)]),
    ...(unknown === 0 ? [] : goOn),
  ];
}
