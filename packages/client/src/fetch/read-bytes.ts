/**
 * Reads the body of a request from a copy, so that the request itself can still be sent. Returns `undefined` if the
 * body is longer than `maxBytes`. Rejects as the body does.
 */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array | undefined> {
  const copy = request.clone();
  if (!copy.body) return new Uint8Array(await copy.arrayBuffer()); // not every browser exposes the stream
  const reader = copy.body.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (let result = await reader.read(); !result.done; result = await reader.read()) {
    length += result.value.byteLength;
    if (length > maxBytes) {
      // Not awaited: it would wait for the other branch of the clone, which has not been read yet.
      reader.cancel().catch(() => {});
      return undefined;
    }
    chunks.push(result.value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
