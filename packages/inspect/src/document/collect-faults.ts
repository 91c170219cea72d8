import {
  type DocumentFault,
  isDocumentError,
  type MultistatusReading,
  readMultistatus,
} from '@multistatus/document';
import { MAX_BYTES } from '../max-bytes.js';
import { inPieces } from './in-pieces.js';

/** What can be read of a body, and what cannot. */
export interface FaultyReading {
  /** `undefined` if the body is not a 207 document. */
  readonly reading: MultistatusReading | undefined;
  /** In document order. */
  readonly faults: readonly DocumentFault[];
}

/**
 * Reads a body of a known format response by response, so that a faulty one does not hide the others. `text` is the body
 * with U+FFFD in place of invalid bytes: it is read if the body has such bytes.
 */
export async function collectFaults(
  body: Uint8Array | string,
  { text, contentType }: { readonly text: string; readonly contentType: string },
): Promise<FaultyReading> {
  const faults: DocumentFault[] = [];
  const onFault = (fault: DocumentFault): void => {
    faults.push(fault);
  };
  try {
    const reading = await readMultistatus(inPieces(body), { contentType, maxBytes: MAX_BYTES, onFault });
    return { reading, faults };
  } catch (error) {
    if (!isDocumentError(error)) throw error;
    if (error.rule !== 'X4' || body === text) return { reading: undefined, faults: [...faults, { error }] };
    const decoded = await collectFaults(text, { text, contentType });
    return { reading: decoded.reading, faults: [{ error }, ...decoded.faults] };
  }
}
