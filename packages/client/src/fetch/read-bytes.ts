import { isJsonType, parseMediaType } from '@multistatus/wire';

/**
 * Reads the body of a request from a copy, so that the request itself can still be sent. Returns `undefined` if the
 * body is longer than `maxBytes`. Rejects as the body does.
 */
export async function readBytes(
  request: Request,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const copy = request.clone();
  if (!copy.body) return readWhole(copy, request); // not every platform has the stream
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

/** React Native has an `arrayBuffer` that always rejects. Its `text` is exact for what was made from a string. */
async function readWhole(copy: Request, request: Request): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await copy.arrayBuffer());
  } catch (error) {
    const { type = '', charset } = parseMediaType(request.headers.get('content-type') ?? undefined) ?? {};
    if (!isJsonType(type) && charset !== 'utf-8') throw error;
    return new TextEncoder().encode(await request.clone().text());
  }
}
