import { countOf } from '@multistatus/wire';
import { DocumentError, type DocumentPlace } from '../document-error.js';
import type { Multistatus, Summary } from '../multistatus.js';
import type { OnFault } from './document-fault.js';

/** Returns why a document is incomplete according to its summary, or `undefined` if it is not. */
export function findMissing({ total }: Pick<Summary, 'total'>, count: number): string | undefined {
  if (total === count) return undefined;
  return `the summary counts ${countOf(total, 'response')}, but there ${count === 1 ? 'is' : 'are'} ${count}`;
}

/**
 * Checks a document against its summary, if it has one, and returns it. `faulty` is the number of its responses that
 * cannot be read.
 *
 * @throws {DocumentError} of rule `truncated` if there are more or fewer responses than the summary counts. It has the
 *   document without the summary; with `onFault`, the error is passed to that, and this document is returned.
 */
export function checkComplete(
  document: Multistatus,
  place: DocumentPlace,
  { faulty, onFault }: { readonly faulty: number; readonly onFault: OnFault | undefined },
): Multistatus {
  const { summary, ...others } = document;
  const message = summary && findMissing(summary, document.responses.length + faulty);
  if (message === undefined) return document;
  const error = Object.assign(new DocumentError('truncated', message, place), { document: others });
  if (onFault === undefined) throw error;
  onFault({ error });
  return others;
}
