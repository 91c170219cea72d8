import type { Outcome, WireOperation } from '@multistatus/client';
import { reasonPhraseOf } from '@multistatus/document';
import { ITEM_HREF, OUTCOME_MARKS } from '../inspect/format-table.js';
import { clipEnd, padEnd } from '../terminal/display-width.js';
import { makeSafe } from '../terminal/make-safe.js';
import type { Terminal } from '../terminal/terminal.js';
import { isUnknown, NO_OUTCOME } from './describe-sent.js';

const TIME_WIDTH = 9;
const STATUS_WIDTH = 21;

/** Returns the line for an outcome that arrived `afterMs` after the start. */
export function formatProgress(
  outcome: Outcome,
  { operation, afterMs }: { readonly operation: WireOperation | undefined; readonly afterMs: number },
  terminal: Terminal,
): string {
  const { status, href, tries, ok } = outcome;
  const { mark, style } =
    OUTCOME_MARKS[ok ? 'succeeded' : status >= 300 && status < 400 ? 'other' : 'failed'];
  const { method = '', url = href } = operation ?? {};
  const resource = url === href || href.startsWith(ITEM_HREF) ? url : `${url} -> ${href}`;
  const again = tries > 1 ? `  (try ${tries})` : '';
  const time = `${afterMs} ms`.padStart(TIME_WIDTH);
  const reason = isUnknown(outcome) ? NO_OUTCOME : reasonPhraseOf(status);
  const text = `${padEnd(`${status} ${reason}`.trim(), STATUS_WIDTH)}  ${method} ${resource}${again}`;
  const room = terminal.width - TIME_WIDTH - 4;
  return `${time}  ${terminal.paint(style, mark)} ${clipEnd(makeSafe(text), room)}`;
}
