import type { DocumentMembers, Multistatus } from '@multistatus/document';

/** Returns the members of a document whose responses are all known, with the summary as a value. */
export function wholeMembers({ summary, ...others }: DocumentMembers): Omit<Multistatus, 'responses'> {
  if (summary === undefined) return others;
  return { summary: typeof summary === 'function' ? summary() : summary, ...others };
}
