import { MAX_BYTES } from '../max-bytes.js';

/**
 * Resolves with what a compressed body contains; with `undefined` if its Content-Encoding is not supported or the result is too
 * long.
 */
export type Decompress = (bytes: Uint8Array, contentEncoding: string) => Promise<Uint8Array | undefined>;

const FORMATS: Readonly<Record<string, CompressionFormat>> = {
  gzip: 'gzip',
  'x-gzip': 'gzip',
  deflate: 'deflate',
};

/**
 * Decompresses gzip and deflate with the `DecompressionStream` of the platform. Of a body that is cut off or damaged, resolves with
 * what comes before that place.
 */
export async function decompress(
  bytes: Uint8Array,
  contentEncoding: string,
): Promise<Uint8Array | undefined> {
  let decoded: Uint8Array | undefined = bytes;
  for (const coding of contentEncoding.toLowerCase().split(',').reverse()) {
    const name = coding.trim();
    if (name === '' || name === 'identity') continue;
    const format = FORMATS[name];
    if (decoded === undefined || format === undefined || typeof DecompressionStream === 'undefined')
      return undefined;
    decoded = await inflate(decoded, format);
  }
  return decoded;
}

/** Browsers decompress all that they are given before the result can be counted, and a byte may become a thousand. */
const SLICE_BYTES = 4_096;

function inSlices(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  let start = 0;
  return new ReadableStream({
    pull(controller) {
      if (start >= bytes.byteLength) controller.close();
      else controller.enqueue(bytes.subarray(start, start + SLICE_BYTES));
      start += SLICE_BYTES;
    },
  });
}

async function inflate(bytes: Uint8Array, format: CompressionFormat): Promise<Uint8Array | undefined> {
  const stream = inSlices(new Uint8Array(bytes)).pipeThrough(new DecompressionStream(format));
  const reader = stream.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  try {
    for (;;) {
      const { value } = await reader.read();
      if (value === undefined) break;
      size += value.byteLength;
      if (size > MAX_BYTES) {
        await reader.cancel();
        return undefined;
      }
      chunks.push(value);
    }
  } catch {
    // Damaged from here on.
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
