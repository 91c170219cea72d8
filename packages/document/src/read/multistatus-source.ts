/** The part of a `ReadableStream` (Streams standard) that a reader needs. */
export interface ByteStream {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | string | undefined }>;
    cancel(reason?: unknown): Promise<unknown>;
  };
}

/** A source of bytes or of strings, but not of both: a stream of `fetch` or of Node, or a generator. */
export type ByteSource = ByteStream | AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

/** A `Response` of `fetch`, or an object that behaves like one. If it has no stream, it is read at once. */
export interface ResponseLike {
  readonly headers: { get(name: string): string | null };
  /** `undefined` on platforms without streams. */
  readonly body?: ByteSource | null | undefined;
  arrayBuffer?(): Promise<ArrayBuffer>;
  text?(): Promise<string>;
  clone?(): ResponseLike;
}

/** Everything that a 207 document can be read from. */
export type MultistatusSource = string | Uint8Array | ByteSource | ResponseLike;
