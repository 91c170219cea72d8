import type { DocumentMembers, Multistatus, MultistatusResponse } from '@multistatus/document';

/** Returns a document with all of its responses, from which its summary is computed if that is a function. */
export function wholeDocument(
  responses: readonly MultistatusResponse[],
  { summary, description, syncToken, extensions }: DocumentMembers,
): Multistatus {
  return {
    summary: typeof summary === 'function' ? summary() : summary,
    responses,
    description,
    syncToken,
    extensions,
  };
}
