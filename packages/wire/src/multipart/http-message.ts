/** Bounds of what is read. */
export interface MessageLimits {
  /** The most bytes that the head may have. */
  readonly maxHeadBytes: number;
}

/** A header field with its name as sent; values are Latin-1 (one character for each byte). */
type Field = readonly [name: string, value: string];

/** An HTTP request in the body of an `application/http` part. */
export interface HttpRequest {
  /** As sent. */
  readonly method: string;
  /** What stands between method and version, as sent: it may have spaces and, decoded as UTF-8, any character. */
  readonly target: string;
  readonly fields: readonly Field[];
  /** What follows the head; the Content-Length of the message is ignored. */
  readonly body: Uint8Array;
}

/** An HTTP response in the body of an `application/http` part. */
export interface HttpResponse {
  readonly status: number;
  /** Empty if there is none. */
  readonly reason: string;
  readonly fields: readonly Field[];
  readonly body: Uint8Array;
}

/**
 * Returns the request in an `application/http` part. Takes LF for CRLF, folded fields, and a request line without version.
 *
 * @throws {MultipartError} if it is not an HTTP/1.x request.
 */
export function readHttpRequest(_bytes: Uint8Array, _limits: MessageLimits): HttpRequest {
  throw new Error('not written yet');
}

/**
 * Returns the response in an `application/http` part.
 *
 * @throws {MultipartError} if it is not an HTTP/1.x response.
 */
export function readHttpResponse(_bytes: Uint8Array, _limits: MessageLimits): HttpResponse {
  throw new Error('not written yet');
}
