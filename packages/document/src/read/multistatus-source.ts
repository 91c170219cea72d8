/** The part of a `ReadableStream` (Streams standard) that a reader needs. */
export interface ByteStream {
  /**
   * Returns a reader, which keeps the stream to itself. `read` yields the next piece; `cancel` is called if the rest is not
   * needed.
   */
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | string | undefined }>;
    cancel(reason?: unknown): Promise<unknown>;
  };
}

/** A source of bytes or of strings, but not of both: a stream of `fetch` or of Node, or a generator. */
export type ByteSource = ByteStream | AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

/** A `Response` of `fetch`, or an object that behaves like one. If it has no stream, it is read at once. */
export interface ResponseLike {
  /** Of them, Content-Type is read. `get` takes a name in any case, and returns `null` for an absent header. */
  readonly headers: { get(name: string): string | null };
  /** `undefined` on platforms without streams. */
  readonly body?: ByteSource | null | undefined;
  /** Returns the whole body. Needed, or `text`, if `body` is not a stream. */
  arrayBuffer?(): Promise<ArrayBuffer>;
  /** Returns the whole body as text. */
  text?(): Promise<string>;
  /** Returns a copy whose body can be read too. With it, `text` can be tried if `arrayBuffer` fails. */
  clone?(): ResponseLike;
}

/** Everything that a 207 document can be read from. */
export type MultistatusSource = string | Uint8Array | ByteSource | ResponseLike;
