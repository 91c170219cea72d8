import type { DocumentMembers, Multistatus } from '@multistatus/document';

/** Returns the members of a document besides its responses. All responses must be known, as the summary is computed. */
export function wholeMembers({ summary, ...others }: DocumentMembers): Omit<Multistatus, 'responses'> {
  if (summary === undefined) return others;
  return { summary: typeof summary === 'function' ? summary() : summary, ...others };
}
