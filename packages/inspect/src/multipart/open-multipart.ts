import { boundaryOf, MultipartError, partsOf, sniffBoundary } from '@multistatus/wire/multipart';

/** A body in multipart, with its boundary. */
export interface MultipartBody {
  /** The whole body, with its delimiters. */
  readonly bytes: Uint8Array;
  /** That of the first line, or else of the Content-Type. */
  readonly boundary: string;
}

/** More than any server sends, and enough to read on what others refuse. */
export const MULTIPART_LIMITS = { maxParts: 1_000_000, maxHeadBytes: 1_000_000 } as const;

/** As much as has the first delimiter and the start of the next line. */
const SNIFFED_LENGTH = 1000;

/** Recognises a multipart body by its first line; or, with a preamble, by the boundary of its Content-Type. */
export function openMultipart(
  body: Uint8Array | string,
  contentType: string | undefined,
): MultipartBody | undefined {
  const sniffed = sniffBoundary(toBytes(body.slice(0, SNIFFED_LENGTH)));
  if (sniffed !== undefined) return { bytes: toBytes(body), boundary: sniffed };
  const declared = boundaryOf(contentType);
  if (declared === undefined) return undefined;
  const bytes = toBytes(body);
  return hasDelimiter(bytes, declared) ? { bytes, boundary: declared } : undefined;
}

function toBytes(body: Uint8Array | string): Uint8Array {
  return typeof body === 'string' ? new TextEncoder().encode(body) : body;
}

function hasDelimiter(bytes: Uint8Array, boundary: string): boolean {
  try {
    partsOf(bytes, boundary, MULTIPART_LIMITS).next();
    return true;
  } catch (error) {
    if (!(error instanceof MultipartError)) throw error;
    return error.part !== undefined;
  }
}
