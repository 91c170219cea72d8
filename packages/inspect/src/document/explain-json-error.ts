import { isDocumentError, readMultistatus } from '@multistatus/document';
import { documentErrorFinding, type Finding } from '../finding.js';
import { MAX_BYTES } from '../max-bytes.js';

/**
 * Resolves with the place of the error in a text that `JSON.parse` rejects, and what is wrong there. Uses the strict reader, because
 * the messages of `JSON.parse` do not always contain the place.
 */
export async function explainJsonError(text: string): Promise<Finding> {
  try {
    await readMultistatus(text, {
      contentType: 'application/json',
      maxBytes: MAX_BYTES,
      maxElements: MAX_BYTES,
    });
  } catch (error) {
    if (isDocumentError(error)) return documentErrorFinding(error);
    throw error;
  }
  throw new Error('JSON.parse rejects a text that the strict reader accepts');
}
