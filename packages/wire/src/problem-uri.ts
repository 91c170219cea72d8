const PREFIX = 'urn:multistatus:problem:';

/** Returns the `type` URI of a problem that this library defines (RFC 9457 section 3.1.1). */
export function toProblemUri(slug: string): string {
  return PREFIX + slug;
}

/** Checks whether the `type` URI of a problem is one that this library defines. */
export function isProblemUri(type: string): boolean {
  return type.startsWith(PREFIX);
}
