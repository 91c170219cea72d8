const PREFIX = 'urn:multistatus:problem:';

/** Returns the `type` of a problem of this library (RFC 9457 section 3.1.1). */
export function toProblemUri(slug: string): string {
  return PREFIX + slug;
}

/** Checks whether the `type` of a problem is one of this library's. */
export function isProblemUri(type: string): boolean {
  return type.startsWith(PREFIX);
}
