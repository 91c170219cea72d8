import { reasonPhraseOf } from '@multistatus/document';
import { describeRefusal, type ProblemIssue, type Refusal as RefusalBody } from '@multistatus/inspect';
import { isProblemUri } from '@multistatus/wire';
import { clipEnd } from '../terminal/display-width.js';
import { makeSafe } from '../terminal/make-safe.js';
import type { Terminal } from '../terminal/terminal.js';
import { indentText } from '../terminal/wrap-text.js';
import { locatePointer } from './locate-pointer.js';

/** A batch that was answered without a 207. */
export interface Refusal extends RefusalBody {
  readonly status: number;
  readonly executed: false | 'unknown';
  readonly location: string | undefined;
  /** The media type of the batch. */
  readonly sentType: string;
  /** The media types that the endpoint accepts, as the field Accept-Post says. */
  readonly acceptPost: string | undefined;
}

const MAX_EXCERPT_WIDTH = 100;
const MAX_ERRORS = 100;
/** What to do about the problems of Idempotency-Keys, by the end of their type. */
const KEY_ADVICE: Readonly<Record<string, string>> = {
  unidentified: "Add credentials, such as -H 'Authorization: ...', or send the batch without --key.",
  'invalid-idempotency-key': 'Use another --key, such as a UUID.',
  'idempotency-key-missing': 'Add --key with a new random key, such as a UUID.',
  'idempotency-key-reused':
    'Use a new --key for a new batch. To go on with an old one, its file and URL must be the same, byte for byte.',
  'journal-unavailable': 'Wait and try again with the same --key.',
};
const ADVICE: Readonly<Record<number, string>> = {
  401: "The server requires authentication: add -H 'Authorization: ...'.",
  403: 'These credentials are not allowed to do this: ask for permission, or use other credentials.',
  404: 'There is no batch endpoint at this URL: check the path.',
  405: 'This URL does not accept batches by this method: check the path.',
  406: 'The server offers none of the requested formats: try another --accept.',
  407: 'A proxy requires authentication.',
  413: 'Send fewer or smaller operations at once, or raise the limit in the server.',
  429: 'Wait and try again, or use --retry.',
  503: 'Wait and try again, or use --retry.',
};

/**
 * Returns the lines that explain why a batch was refused. Each issue is shown with the part of the file concerned. `text` is the
 * file, or `undefined` if it is not JSON, so that JSON Pointers name nothing in it.
 */
export function formatRefusal(refusal: Refusal, text: string | undefined, terminal: Terminal): string[] {
  const { status, problem, executed, location } = refusal;
  const answer = `${status} ${reasonPhraseOf(status)}`.trim();
  const message =
    executed === false
      ? `The batch was refused with ${answer}: nothing has run.`
      : `The batch was answered with ${answer}, without outcomes: it is not known what has run.`;
  const { description = '', errors } = describeRefusal(refusal);
  // OData repeats the first issue in its message.
  const isRepeated = errors.some((issue) => issue.message !== '' && description.startsWith(issue.message));
  const slug = problem !== undefined && isProblemUri(problem.type) ? problem.type.replace(/^.*:/, '') : '';
  const advice =
    location === undefined
      ? (KEY_ADVICE[slug] ?? adviceFor(refusal))
      : `The endpoint is now at ${location}: send the batch there if you trust it.`;
  const indent = (line: string): string[] => indentText(makeSafe(line), 2, terminal.width);
  const more = errors.length - MAX_ERRORS;
  return [
    terminal.paint('red', message),
    ...(description === '' || isRepeated ? [] : indent(description)),
    ...errors.slice(0, MAX_ERRORS).flatMap((error) => formatError(error, text, terminal)),
    ...(more > 0 ? [`  ... and ${more} more`] : []),
    ...(advice === undefined ? [] : indent(`What to do: ${advice}`)),
  ];
}

function adviceFor({ status, sentType, acceptPost }: Refusal): string | undefined {
  if (status !== 415) return ADVICE[status];
  if (acceptPost === undefined) return `This URL does not accept ${sentType}: check the path.`;
  const isConvertible = sentType === 'multipart/mixed' && acceptPost.includes('application/json');
  const hint = isConvertible ? '; multistatus convert --to json converts it' : '';
  return `Send a batch of type ${acceptPost}, not ${sentType}${hint}.`;
}

function formatError({ at, message }: ProblemIssue, text: string | undefined, { width }: Terminal): string[] {
  const isNamed = at !== '' && text !== undefined;
  const lines = indentText(makeSafe(isNamed ? `${at}: ${message}` : message), 2, width);
  const place = isNamed ? locatePointer(text, at) : undefined;
  if (place === undefined) return lines;
  const excerpt = makeSafe(`line ${place.line}: ${place.excerpt}`);
  return [...lines, `    ${clipEnd(excerpt, Math.min(width - 4, MAX_EXCERPT_WIDTH))}`];
}
