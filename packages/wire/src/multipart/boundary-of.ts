/** Returns the boundary of a `multipart/...` content type (RFC 2046 section 5.1.1), or `undefined` if it has none. */
export function boundaryOf(_contentType: string | undefined): string | undefined {
  throw new Error('not written yet');
}
