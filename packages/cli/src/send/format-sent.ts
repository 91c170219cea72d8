import { formatCounts } from '../inspect/format-inspection.js';
import { formatTable } from '../inspect/format-table.js';
import { countOf } from '../terminal/count-of.js';
import type { Terminal } from '../terminal/terminal.js';
import { indentText } from '../terminal/wrap-text.js';
import { isUnknown, type SentReport } from './describe-sent.js';

/** Gives the lines that end a batch whose outcomes are known: the counts, and why each failure failed. */
export function formatSent(report: SentReport, terminal: Terminal): string[] {
  const { counts, responses, totalMs } = report;
  const failed = responses.filter(({ outcome }) => outcome === 'failed');
  const unknown = responses.filter(isUnknown).length;
  const cause = report.isTimedOut
    ? ': there was no end of the answer in time, --timeout gives it longer'
    : '';
  const advice = 'ask for the effect before you send it again';
  const hint = `It is not known whether ${countOf(unknown, 'operation')} ran${cause}; ${advice}.`;
  return [
    `${formatCounts(counts, 'operation')}, in ${totalMs} ms`,
    ...(failed.length === 0 ? [] : ['', ...formatTable(failed, terminal)]),
    ...(unknown === 0 ? [] : ['', ...indentText(hint, 0, terminal.width)]),
  ];
}
