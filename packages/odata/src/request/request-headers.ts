/**
 * Returns the header fields of a request by lower-case name, without those that belong to the message or the connection
 * (formats: Host, Content-Length, Connection, Transfer-Encoding, MIME-Version and so on are ignored), with values of repeated fields joined.
 * `x-http-method` and `MERGE` are applied: the method is the one that the app gets.
 *
 * @throws {BatchProblem} for an Authorization that differs from that of the batch (OData 4.01 section 11.7.7).
 */
export function readRequestHeaders(
  _method: string,
  _fields: Iterable<readonly [name: string, value: string]>,
  _context: { readonly envelope: Readonly<Record<string, string | readonly string[] | undefined>> },
): { readonly method: string; readonly headers: Record<string, string> } {
  throw new Error('not written yet');
}
