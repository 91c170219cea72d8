import { countOf } from '@multistatus/wire';
import { DocumentError, type DocumentPlace } from '../document-error.js';
import type { Multistatus, Summary } from '../multistatus.js';

/** Returns why a document is incomplete according to its summary, or `undefined` if it is not. */
export function findMissing({ total }: Pick<Summary, 'total'>, count: number): string | undefined {
  if (total === count) return undefined;
  return `the summary counts ${countOf(total, 'response')}, but there ${count === 1 ? 'is' : 'are'} ${count}`;
}

/**
 * Checks a document against its summary, if it has one.
 *
 * @throws {DocumentError} of rule `truncated` if there are more or fewer responses than the summary counts. It has the
 *   document without the summary.
 */
export function checkComplete({ summary, ...document }: Multistatus, place: DocumentPlace): void {
  const message = summary && findMissing(summary, document.responses.length);
  if (message === undefined) return;
  throw Object.assign(new DocumentError('truncated', message, place), { document });
}
