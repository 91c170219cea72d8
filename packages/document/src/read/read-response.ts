import { countOf } from '@multistatus/wire';
import { DocumentError } from '../document-error.js';
import type { ResponseLike } from './multistatus-source.js';

/**
 * Yields the body of a response at once, for platforms without streams, such as React Native and whatwg-fetch.
 *
 * Bytes are preferred, because `text` decodes them as UTF-8 and hides errors. Some platforms have an `arrayBuffer` that always
 * rejects, after which the body cannot be read again; so a copy is tried first.
 *
 * @throws {DocumentError} of rule `maxBytes`, before it reads, if the Content-Length exceeds the limit.
 * @throws {TypeError} if the response has neither method. Errors of the response pass through.
 */
export async function* readResponse(
  response: ResponseLike,
  maxBytes: number,
): AsyncGenerator<Uint8Array | string, void, undefined> {
  if (Number(response.headers.get('content-length')) > maxBytes) {
    const place = { line: 1, column: 1 };
    throw new DocumentError('maxBytes', `the document exceeds ${countOf(maxBytes, 'byte')}`, place);
  }
  yield await readWhole(response);
}

async function readWhole(response: ResponseLike): Promise<Uint8Array | string> {
  const hasText = typeof response.text === 'function';
  const copy = hasText && typeof response.clone === 'function' ? response.clone() : response;
  if (typeof copy.arrayBuffer === 'function') {
    try {
      return new Uint8Array(await copy.arrayBuffer());
    } catch (error) {
      if (!hasText) throw error;
    }
  }
  if (response.text !== undefined) return response.text();
  throw new TypeError('a Response needs a body that is a stream, or the method arrayBuffer or text');
}
