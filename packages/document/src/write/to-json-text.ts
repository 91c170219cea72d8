import type { Multistatus, MultistatusResponse } from '../multistatus.js';
import { type DocumentMembers, resolveSummary } from './document-members.js';
import { toElementsText, toJsonResponse } from './to-json-response.js';

/**
 * Writes a document as one JSON text: `{"summary":{...},"responses":[...]}` and what else the document says, absent
 * members left out.
 *
 * A `json` body stands in the text exactly as it was given and is never parsed, so however deep it nests it costs
 * no stack. A problem is written as a body of type `application/problem+json`; the header is added unless
 * `headers` names a content type already, in whatever case.
 */
export function toJsonText(document: Multistatus): string {
  const summary = document.summary === undefined ? '' : `"summary":${JSON.stringify(document.summary)},`;
  return `{${summary}"responses":[${document.responses.map(toJsonResponse).join(',')}]${toMembersText(document)}}`;
}

/**
 * Writes a document as JSON in pieces, one for each response, which is written before the next is asked for: together
 * the text that {@link toJsonText} gives, save that the summary comes last.
 *
 * Keeps nothing of the responses. Rejects as `responses` does; the text then lacks its end, by which a reader knows
 * it for truncated.
 */
export async function* writeJson(
  responses: Iterable<MultistatusResponse> | AsyncIterable<MultistatusResponse>,
  members: DocumentMembers = {},
): AsyncGenerator<string, void, undefined> {
  let separator = '';
  yield '{"responses":[';
  for await (const response of responses) {
    yield separator + toJsonResponse(response);
    separator = ',';
  }
  const summary = resolveSummary(members);
  yield `]${toMembersText(members)}${summary === undefined ? '' : `,"summary":${JSON.stringify(summary)}`}}`;
}

function toMembersText({ description, syncToken, extensions }: DocumentMembers): string {
  let text = '';
  if (description !== undefined) text += `,"description":${JSON.stringify(description)}`;
  if (syncToken !== undefined) text += `,"syncToken":${JSON.stringify(syncToken)}`;
  return text + toElementsText('extensions', extensions);
}
