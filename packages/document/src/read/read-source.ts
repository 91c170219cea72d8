/** A stream of the Streams standard, as far as a reader needs it. */
export interface ByteStream {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | string | undefined }>;
    cancel(reason?: unknown): Promise<unknown>;
  };
}

/** Bytes or characters in pieces, not both in one stream: a stream of `fetch`, of Node, or a generator. */
export type ByteSource = ByteStream | AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

/** A `Response` of `fetch`, or of what behaves like it. */
export interface ResponseLike {
  readonly headers: { get(name: string): string | null };
  readonly body: ByteSource | null;
}

/** What a 207 document can be read from. */
export type MultistatusSource = string | Uint8Array | ByteSource | ResponseLike;

/** A source in one form. */
export interface OpenSource {
  readonly chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;
  /** The Content-Type of a response, if it has one. */
  readonly contentType: string | undefined;
}

/**
 * Opens a source; nothing is read yet.
 *
 * @throws {TypeError} if it is none of the kinds of {@link MultistatusSource}.
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

/** Tells bytes of any realm: those of a test environment, or of a frame, are no instance of this one's class. */
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

/** By its reader: not every browser can iterate a stream. Who stops early cancels the stream. */
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
    // Not awaited: a stream that does not answer must not keep a fault from its reader.
    if (!isDone) reader.cancel().catch(() => {});
  }
}
