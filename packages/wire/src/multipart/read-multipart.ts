/** Bounds of what is read. */
export interface MultipartLimits {
  readonly maxParts: number;
  /** The most bytes that the head of one part may have. */
  readonly maxHeadBytes: number;
}

/** A part of a multipart body. */
export interface Part {
  /** From 1. */
  readonly number: number;
  /** The header fields of the part by lower-case name, unfolded and trimmed. Of a field that repeats, the first value. */
  readonly headers: Readonly<Record<string, string>>;
  /** A view of the bytes that were passed in. */
  readonly body: Uint8Array;
}

/**
 * Returns the parts of a multipart body (RFC 2046 section 5.1.1), in linear time.
 *
 * @throws {MultipartError} if the close delimiter is missing, a head does not end, or a limit is exceeded.
 */
export function readMultipart(_bytes: Uint8Array, _boundary: string, _limits: MultipartLimits): Part[] {
  throw new Error('not written yet');
}
