import type { Multistatus, MultistatusResponse } from './multistatus.js';
import type { DocumentMembers } from './write/document-members.js';
import { documentHasElements } from './write/has-elements.js';
import type { WriteElements } from './write/write-elements.js';
import { writeXmlChunks } from './write/write-xml-document.js';
import { writeXmlStream } from './write/write-xml-stream.js';
import type { XmlOptions } from './write/xml-options.js';

export { toProblemXmlText } from './write/to-problem-xml-text.js';
export { xmlBodySize } from './write/write-xml-body.js';

let loaded: WriteElements | undefined;

/** Loads what writes elements: its library takes longer to load than a server with `batch()`, and few answers have elements. */
async function load(): Promise<void> {
  loaded ??= (await import('./write/write-elements.js')).writeElements;
}

const writeElements: WriteElements = (elements) => {
  if (elements.length === 0) return '';
  if (loaded === undefined) throw new Error('elements are written before their writer is loaded');
  return loaded(elements);
};

/**
 * Returns what `toXmlChunks` of the entry `xml-writer` does, or a promise of it if the document is the first with elements: then
 * xmlbuilder2 is loaded first.
 */
export function toXmlAnswer(
  document: Multistatus,
  options: XmlOptions,
):
  | Generator<string | Uint8Array, void, undefined>
  | Promise<Generator<string | Uint8Array, void, undefined>> {
  if (loaded === undefined && documentHasElements(document)) {
    return load().then(() => writeXmlChunks(document, options, writeElements));
  }
  return writeXmlChunks(document, options, writeElements);
}

/** Yields what `writeXml` of the entry `xml-writer` does, but loads xmlbuilder2 only before the first element. */
export function streamXmlAnswer(
  responses: Iterable<MultistatusResponse> | AsyncIterable<MultistatusResponse>,
  options: XmlOptions & DocumentMembers,
): AsyncGenerator<string, void, undefined> {
  return writeXmlStream(responses, options, { writeElements, load });
}
