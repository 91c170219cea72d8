import type { ByteSource, ByteStream, MultistatusSource, ResponseLike } from './multistatus-source.js';
import { readResponse } from './read-response.js';

/** A source in uniform form. */
export interface OpenSource {
  readonly chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;
  /** The Content-Type, if the source is a response that has one. */
  readonly contentType: string | undefined;
}

/**
 * Opens a source without reading from it. `maxBytes` limits a response that can only be read at once.
 *
 * @throws {TypeError} if it is not a {@link MultistatusSource}.
 */
export function openSource(source: MultistatusSource, maxBytes: number): OpenSource {
  if (typeof source === 'string' || isBytes(source)) {
    return { chunks: [source], contentType: undefined };
  }
  if (typeof source !== 'object' || source === null) {
    throw new TypeError(
      `a 207 document is read from text, bytes, a stream or a Response, got ${typeof source}`,
    );
  }
  if (!isResponse(source)) return { chunks: toChunks(source), contentType: undefined };
  const contentType = source.headers.get('content-type') ?? undefined;
  return { chunks: chunksOf(source, maxBytes), contentType };
}

/** Checks whether a value is a `Uint8Array`, even one of another realm, such as a frame or a test environment. */
export function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && 'BYTES_PER_ELEMENT' in value && value.BYTES_PER_ELEMENT === 1;
}

function isResponse(source: ByteSource | ResponseLike): source is ResponseLike {
  return 'headers' in source && typeof source.headers.get === 'function';
}

function chunksOf(response: ResponseLike, maxBytes: number): OpenSource['chunks'] {
  const { body } = response;
  if (isStream(body)) return toChunks(body);
  // A body of `null` is empty, except on a platform that has `null` for every response.
  const canBeRead = response.arrayBuffer !== undefined || response.text !== undefined;
  return body === null && !canBeRead ? [] : readResponse(response, maxBytes);
}

function isStream(value: object | null | undefined): value is ByteSource {
  if (typeof value !== 'object' || value === null) return false;
  return 'getReader' in value || Symbol.asyncIterator in value || Symbol.iterator in value;
}

function toChunks(source: ByteSource): OpenSource['chunks'] {
  if (!isStream(source))
    throw new TypeError('a 207 document is read from text, bytes, a stream or a Response');
  return 'getReader' in source ? readStream(source) : source;
}

/**
 * Reads a stream with its reader, because not every browser can iterate a stream. A consumer that stops early cancels
 * the stream.
 */
async function* readStream(stream: ByteStream): AsyncGenerator<Uint8Array | string, void, undefined> {
  const reader = stream.getReader();
  let isDone = false;
  try {
    while (!isDone) {
      const result = await reader.read();
      isDone = result.done;
      if (result.value !== undefined) yield result.value;
    }
  } catch (error) {
    isDone = true;
    throw error;
  } finally {
    // Not awaited: a cancellation that never settles must not delay the error that caused it.
    if (!isDone) reader.cancel().catch(() => {});
  }
}
