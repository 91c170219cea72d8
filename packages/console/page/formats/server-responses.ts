import { type MultistatusResponse, type Summary, SummaryCounter } from '@multistatus/document';
import { headerOf, isRedirect } from '@multistatus/wire';
import type { Row } from '../model/row.js';

/** Where the batch was sent. */
export interface ServerPlace {
  readonly origin: string;
  /** The public prefix of the paths of operations, as the description of the endpoint names it; usually empty. */
  readonly basePath: string;
}

/** Returns the responses as an answer in JSON has them: in the order of the operations, and without their indexes. */
export function inRequestOrder(rows: readonly Row[]): MultistatusResponse[] {
  return rows
    .toSorted((one, other) => one.index - other.index)
    .map((row) => {
      const { index: _, ...response } = row.response;
      return response as MultistatusResponse;
    });
}

/** Returns the responses as an answer in NDJSON has them: in the order in which they arrived, each with its index. */
export function inArrivalOrder(rows: readonly Row[]): MultistatusResponse[] {
  return rows.map(({ response, index }) => ({ ...response, index }));
}

/** Returns the responses as an answer in XML has them: those of JSON, with the Location in a member of its own. */
export function withLocations(rows: readonly Row[], place: ServerPlace): MultistatusResponse[] {
  const byIndex = rows.toSorted((one, other) => one.index - other.index);
  return inRequestOrder(rows).map((response, position) => {
    const location = locationOf(response, { url: byIndex[position]?.url, ...place });
    return location === undefined || response.propstats !== undefined ? response : { ...response, location };
  });
}

/** Returns the counts of the rows, as the summary of a document has them. */
export function summarise(rows: readonly Row[]): Summary {
  const counter = new SummaryCounter();
  for (const { state } of rows) counter.add(state);
  return counter.summary;
}

/** Returns the Location of a 201 or a redirect (RFC 4918 section 14.9): a path if it is on the origin of the server. */
function locationOf(
  { status, href, headers, location }: MultistatusResponse,
  { url, origin, basePath }: ServerPlace & { readonly url: string | undefined },
): string | undefined {
  const field = headerOf(headers, 'location');
  if (location !== undefined || field === undefined || status === undefined || url === undefined)
    return location;
  if (status !== 201 && !isRedirect(status)) return undefined;
  if (!URL.canParse(field, origin + url)) return undefined;
  const resolved = new URL(field, origin + url);
  if (resolved.origin !== origin) return resolved.href.replace(/#.*$/s, '');
  // The server has resolved the href of what was created in the same way.
  if (status === 201) return href;
  const path = encodeUnsafe(resolved.pathname + resolved.search);
  return path.startsWith(`${basePath}/`) ? path : basePath + path;
}

/** Encodes what the parser of URLs leaves as it is, although RFC 3986 does not allow it. */
function encodeUnsafe(path: string): string {
  return path.replace(
    /["<>\\^`{|}[\]]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
