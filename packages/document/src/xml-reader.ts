import { countOf } from '@multistatus/wire';
import { DocumentError } from './document-error.js';
import type { Multistatus } from './multistatus.js';
import { type ReadLimits, resolveReadLimits } from './read/read-limits.js';
import { createXmlReader } from './read/read-xml-document.js';
import { createTextPosition } from './read/text-position.js';

export type { RuleId, RuleLevel, Violation } from './validate/rules.js';
export { RULES } from './validate/rules.js';
export { validateMultistatus, validateMultistatusInTurns } from './validate/validate-multistatus.js';

/**
 * Reads a 207 document from XML text, given whole or in pieces split at any point: the synchronous form of
 * `readMultistatus` for XML.
 *
 * @throws {DocumentError} naming place and rule, if the text is not a 207 document or exceeds a limit.
 * @throws {RangeError} if a limit is out of bounds.
 * @throws {TypeError} if an option is unknown.
 */
export function readXml(source: string | Iterable<string>, options?: ReadLimits): Multistatus {
  const limits = resolveReadLimits(options);
  const reader = createXmlReader(limits);
  const position = createTextPosition();
  let left = limits.maxBytes;
  for (const piece of typeof source === 'string' ? [source] : source) {
    left -= piece.length;
    if (left < 0)
      throw new DocumentError(
        'maxBytes',
        `the document exceeds ${countOf(limits.maxBytes, 'byte')}`,
        position.place(),
      );
    reader.write(piece);
    position.advance(piece);
  }
  return reader.close();
}
