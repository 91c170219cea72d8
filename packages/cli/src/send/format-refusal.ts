import type { Problem } from '@multistatus/client';
import { describeContent, type ProblemFault } from '../document/describe-content.js';
import { reasonOf } from '../document/describe-response.js';
import { clipEnd } from '../terminal/display-width.js';
import { makeSafe } from '../terminal/make-safe.js';
import type { Terminal } from '../terminal/terminal.js';
import { indentText } from '../terminal/wrap-text.js';
import { locatePointer } from './locate-pointer.js';

/** A batch that was answered by no 207. */
export interface Refusal {
  readonly status: number;
  readonly problem: Problem | undefined;
  readonly executed: false | 'unknown';
  readonly location: string | undefined;
}

const LONGEST_EXCERPT = 100;
const MAX_ERRORS = 100;
const ADVICE: Readonly<Record<number, string>> = {
  401: "The server wants to know who asks: give it with -H 'Authorization: ...'.",
  403: 'The server knows who asks, and does not let him: ask for the right, or take other credentials.',
  404: 'There is no batch endpoint at this URL: look at the path.',
  405: 'What is at this URL takes no POST: look at the path.',
  406: 'The server has none of the formats that were asked for: try another --accept.',
  407: 'A proxy wants to know who asks.',
  413: 'Send fewer or smaller operations at once, or raise the limit in the server.',
  415: 'What is at this URL takes no JSON: look at the path.',
  429: 'Wait, or let --retry do so.',
  503: 'Wait, or let --retry do so.',
};

/** Gives the lines that say why a batch was refused, each fault with the part of the file that it is about. */
export function formatRefusal(refusal: Refusal, text: string, terminal: Terminal): string[] {
  const { status, problem, executed, location } = refusal;
  const answer = `${status} ${reasonOf(status)}`.trim();
  const told =
    executed === false
      ? `The batch was refused with ${answer}: nothing has run.`
      : `The batch was answered ${answer}, without outcomes: what of it has run is not known.`;
  const { description, errors } = describeContent({ href: '', status, ...(problem && { problem }) });
  const advice =
    location === undefined ? ADVICE[status] : `It is at ${location} now: send it there if you trust it.`;
  const indent = (line: string): string[] => indentText(makeSafe(line), 2, terminal.width);
  const more = errors.length - MAX_ERRORS;
  return [
    terminal.paint('red', told),
    ...(description === undefined ? [] : indent(description)),
    ...errors.slice(0, MAX_ERRORS).flatMap((error) => formatError(error, text, terminal)),
    ...(more > 0 ? [`  ... and ${more} more`] : []),
    ...(advice === undefined ? [] : indent(`What to do: ${advice}`)),
  ];
}

function formatError({ at, message }: ProblemFault, text: string, { width }: Terminal): string[] {
  const lines = indentText(makeSafe(at === '' ? message : `${at}: ${message}`), 2, width);
  const place = at === '' ? undefined : locatePointer(text, at);
  if (place === undefined) return lines;
  const excerpt = makeSafe(`line ${place.line}: ${place.excerpt}`);
  return [...lines, `    ${clipEnd(excerpt, Math.min(width - 4, LONGEST_EXCERPT))}`];
}
