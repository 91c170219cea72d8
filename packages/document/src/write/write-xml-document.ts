import type { Multistatus } from '../multistatus.js';
import { toHref } from '../to-href.js';
import { type AssignHref, createHrefAssigner } from './assign-hrefs.js';
import { inChunks } from './in-chunks.js';
import { inPieces } from './in-pieces.js';
import type { WriteElements } from './write-elements.js';
import { writeXmlBody, writeXmlUtf8 } from './write-xml-body.js';
import { writeXmlResponse } from './write-xml-response.js';
import { xmlFrame } from './xml-frame.js';
import type { XmlOptions } from './xml-options.js';

/** Yields the XML of a document in pieces of about 64 KiB. An empty piece only marks a point where other work may run. */
export function writeXmlPieces(
  document: Multistatus,
  options: XmlOptions,
  writeElements: WriteElements,
): Generator<string, void, undefined> {
  const writing = { assignHref: assignerOf(document, options), writeBody: writeXmlBody, writeElements };
  return inPieces(
    document.responses,
    (response, position) => writeXmlResponse(response, position, writing),
    xmlFrame(document, writeElements),
  );
}

/** Yields what {@link writeXmlPieces} yields, but as UTF-8 wherever the bytes of a body are known (`SlicedText`). */
export function writeXmlChunks(
  document: Multistatus,
  options: XmlOptions,
  writeElements: WriteElements,
): Generator<string | Uint8Array, void, undefined> {
  const writing = { assignHref: assignerOf(document, options), writeBody: writeXmlUtf8, writeElements };
  return inChunks(
    document.responses,
    (response, position) => writeXmlResponse(response, position, writing),
    xmlFrame(document, writeElements),
  );
}

function assignerOf({ responses }: Multistatus, { operationsPath }: XmlOptions): AssignHref {
  return createHrefAssigner(operationsPath, () => hrefsOf(responses));
}

function* hrefsOf(responses: Multistatus['responses']): Generator<string> {
  for (const { href, hrefs } of responses) yield* (hrefs ?? [href]).map(toHref);
}
