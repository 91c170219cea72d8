import type { MultistatusResponse } from '../multistatus.js';
import { createHrefAssigner } from './assign-hrefs.js';
import type { DocumentMembers } from './document-members.js';
import { hasElements, hasExtensions } from './has-elements.js';
import { joinSlices } from './in-pieces.js';
import type { WriteElements } from './write-elements.js';
import { writeXmlBody } from './write-xml-body.js';
import { writeXmlResponse } from './write-xml-response.js';
import { xmlFrame } from './xml-frame.js';
import type { XmlOptions } from './xml-options.js';

/** What writes the elements of a document whose responses are not known yet. */
export interface ElementWriting {
  readonly writeElements: WriteElements;
  /** Awaited before something with elements is written. Absent if `writeElements` can do so already. */
  readonly load?: () => Promise<void>;
}

/** Yields the XML of a document in pieces, one per response, or several for a long one. */
export async function* writeXmlStream(
  responses: Iterable<MultistatusResponse> | AsyncIterable<MultistatusResponse>,
  options: XmlOptions & DocumentMembers,
  { writeElements, load }: ElementWriting,
): AsyncGenerator<string, void, undefined> {
  const { opening, closing } = xmlFrame(options, writeElements);
  const assignHref = createHrefAssigner(options.operationsPath);
  const writing = { assignHref, writeBody: writeXmlBody, writeElements };
  let position = 0;
  yield opening;
  for await (const response of responses) {
    if (load !== undefined && hasElements(response)) await load();
    const part = writeXmlResponse(response, position++, writing);
    if (typeof part === 'string') yield part;
    else yield yield* joinSlices('', part);
  }
  if (load !== undefined && hasExtensions(options)) await load();
  yield closing();
}
