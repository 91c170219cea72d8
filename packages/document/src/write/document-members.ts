import type { Multistatus, Summary } from '../multistatus.js';

/** What a document says beside its responses, for a writer that sees the responses one by one. */
export interface DocumentMembers extends Omit<Multistatus, 'responses' | 'summary'> {
  /** A function is called once, after the last response is written. */
  readonly summary?: Summary | (() => Summary) | undefined;
}

/** Gives the summary of a document whose last response is written. */
export function resolveSummary({ summary }: DocumentMembers): Summary | undefined {
  return typeof summary === 'function' ? summary() : summary;
}
