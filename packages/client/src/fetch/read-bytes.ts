/**
 * Reads the body of a copy of a request, which stays as it is, to be sent by itself if need be. `undefined` if the body
 * has more than `maxBytes`. Rejects as the body does.
 */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array | undefined> {
  const copy = request.clone();
  if (!copy.body) return new Uint8Array(await copy.arrayBuffer()); // not every browser shows the stream
  const reader = copy.body.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (let result = await reader.read(); !result.done; result = await reader.read()) {
    length += result.value.byteLength;
    if (length > maxBytes) {
      // Not awaited: it waits for the other half of the stream, which is still to be read.
      reader.cancel().catch(() => {});
      return undefined;
    }
    chunks.push(result.value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
