/** The part of a `ReadableStream` (Streams standard) that a reader needs. */
export interface ByteStream {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | string | undefined }>;
    cancel(reason?: unknown): Promise<unknown>;
  };
}

/** A source of bytes or of strings, but not of both: a stream of `fetch` or of Node, or a generator. */
export type ByteSource = ByteStream | AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

/** A `Response` of `fetch`, or an object that behaves like one. */
export interface ResponseLike {
  readonly headers: { get(name: string): string | null };
  readonly body: ByteSource | null;
}

/** Everything that a 207 document can be read from. */
export type MultistatusSource = string | Uint8Array | ByteSource | ResponseLike;

/** A source in uniform form. */
export interface OpenSource {
  readonly chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;
  /** The Content-Type, if the source is a response that has one. */
  readonly contentType: string | undefined;
}

/**
 * Opens a source without reading from it.
 *
 * @throws {TypeError} if it is not a {@link MultistatusSource}.
 */
export function openSource(source: MultistatusSource): OpenSource {
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
  return { chunks: source.body === null ? [] : toChunks(source.body), contentType };
}

/** Checks whether a value is a `Uint8Array`, even one of another realm, such as a frame or a test environment. */
export function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && 'BYTES_PER_ELEMENT' in value && value.BYTES_PER_ELEMENT === 1;
}

function isResponse(source: ByteSource | ResponseLike): source is ResponseLike {
  return 'body' in source && 'headers' in source && typeof source.headers.get === 'function';
}

function toChunks(source: ByteSource): OpenSource['chunks'] {
  if ('getReader' in source) return readStream(source);
  if (Symbol.asyncIterator in source || Symbol.iterator in source) return source;
  throw new TypeError('a 207 document is read from text, bytes, a stream or a Response');
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
