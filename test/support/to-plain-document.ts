import type { Multistatus, MultistatusResponse, Propstat } from '@multistatus/document';
import type { PlainDocument, PlainResponse } from './read-with-dom.js';

/** Converts the model to the shape in which an independent parser reads a document, to compare them. */
export function toPlainDocument({ responses, description, syncToken }: Multistatus): PlainDocument {
  return { responses: responses.map(toPlainResponse), description, syncToken };
}

function toPlainResponse(response: MultistatusResponse): PlainResponse {
  const { status, hrefs, href, propstats = [], error = [], description, location } = response;
  return {
    hrefs: hrefs ?? [href],
    location,
    propstats: propstats.map(({ status, properties, error = [], description }: Propstat) => ({
      properties,
      code: status,
      description,
      error,
    })),
    code: status,
    description,
    error,
  };
}
