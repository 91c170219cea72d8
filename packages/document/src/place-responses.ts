import type { MultistatusResponse } from './multistatus.js';
import { toHref } from './to-href.js';

/** A response with what an XML document says of it beyond the model. */
export interface PlacedResponse {
  readonly response: MultistatusResponse;
  /** The `index` of the response, else its position in the document. */
  readonly index: number;
  /** What `D:href` holds, percent-encoded: no other response of the document has it. */
  readonly href: string;
  /** The true href, where another response came before it with the same one. */
  readonly target: string | undefined;
}

/**
 * Gives each response an href of its own, as an XML document may hold an href once (RFC 4918 section 14.24).
 *
 * The first response keeps it; a later one gets `operationsPath` followed by its index, and by a hyphen and a
 * number where that is taken. Linear in the number of responses.
 */
export function placeResponses(
  responses: readonly MultistatusResponse[],
  operationsPath: string,
): readonly PlacedResponse[] {
  // All true hrefs count as taken from the start: a generated one must not take what a later response is called.
  const hrefs = responses.map((response) => toHref(response.href));
  const taken = new Set(hrefs);
  const kept = new Set<string>();
  const prefix = toHref(operationsPath);
  // One counter for the whole document: no suffix is tried twice, so that clashes cannot add up to a square.
  let suffix = 1;

  return responses.map((response, position) => {
    const index = response.index ?? position;
    const href = hrefs[position] ?? '';
    if (!kept.has(href)) {
      kept.add(href);
      return { response, index, href, target: undefined };
    }
    let generated = `${prefix}${index}`;
    while (taken.has(generated)) generated = `${prefix}${index}-${++suffix}`;
    taken.add(generated);
    return { response, index, href: generated, target: response.href };
  });
}
