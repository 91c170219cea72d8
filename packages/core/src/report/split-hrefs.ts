import { type Multistatus, type MultistatusResponse, summariseResponses } from '@multistatus/document/writer';

/**
 * Returns a document with one response for each href. Its summary, if it has one, counts these responses.
 *
 * RFC 4918 section 14.24 allows a response with several hrefs, but many clients read only one of them.
 */
export function splitHrefs(document: Multistatus): Multistatus {
  const responses = document.responses.flatMap(split);
  if (responses.length === document.responses.length) return document;
  return {
    ...document,
    ...(document.summary === undefined ? {} : { summary: summariseResponses(responses, document) }),
    responses,
  };
}

/** Yields one response for each href of responses that arrive. */
export async function* eachHref(
  responses: AsyncIterable<MultistatusResponse>,
): AsyncGenerator<MultistatusResponse, void, undefined> {
  for await (const response of responses) yield* split(response);
}

/** A response with an index answers one operation, and an index may occur only once; so it stays whole. */
function split(response: MultistatusResponse): readonly MultistatusResponse[] {
  if (response.hrefs === undefined || response.index !== undefined) return [response];
  const { hrefs, ...members } = response;
  return hrefs.map((href) => ({ ...members, href }));
}
