import { countOf } from '@multistatus/wire';
import { DocumentError } from '../document-error.js';
import { isBytes, type OpenSource } from './read-source.js';

/**
 * Collects the bytes of a body that arrives in chunks; strings count and are read as UTF-8.
 *
 * @throws {DocumentError} of rule `maxBytes` as soon as a chunk would exceed that limit.
 * @throws {TypeError} if a chunk is neither bytes nor a string.
 */
export async function readBytes(chunks: OpenSource['chunks'], maxBytes: number): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    const bytes: unknown = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
    if (!isBytes(bytes)) throw new TypeError(`a chunk must be a string or a Uint8Array, got ${typeof chunk}`);
    length += bytes.length;
    if (length > maxBytes) {
      throw new DocumentError('maxBytes', `the document exceeds ${countOf(maxBytes, 'byte')}`, {
        pointer: '',
      });
    }
    all.push(bytes);
  }
  const joined = new Uint8Array(length);
  let start = 0;
  for (const bytes of all) {
    joined.set(bytes, start);
    start += bytes.length;
  }
  return joined;
}
