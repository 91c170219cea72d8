/** A token of structured fields (RFC 9651 section 3.3.4), unlike one of HTTP, does not begin with a digit. */
const BEGINS_AS_TOKEN = /^[a-z*]/i;

/** Returns media types without parameters as the value of an Accept-Query header, which is a structured field (RFC 10008 section 3). */
export function toAcceptQuery(mediaTypes: readonly string[]): string {
  return mediaTypes.map((type) => (BEGINS_AS_TOKEN.test(type) ? type : `"${type}"`)).join(', ');
}
