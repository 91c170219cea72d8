import type { Multistatus, Summary } from '../multistatus.js';

/** The members of a document other than its responses, for writers that receive the responses one by one. */
export interface DocumentMembers extends Omit<Multistatus, 'responses' | 'summary'> {
  /** A function is called once, after the last response has been written. */
  readonly summary?: Summary | (() => Summary) | undefined;
}

/** Returns the summary; must not be called before the last response has been written. */
export function resolveSummary({ summary }: DocumentMembers): Summary | undefined {
  return typeof summary === 'function' ? summary() : summary;
}
