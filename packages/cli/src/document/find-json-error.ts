import { type DocumentError, isDocumentError, readMultistatus } from '@multistatus/document';
import { MAX_INPUT_BYTES } from '../read-input.js';

/**
 * Returns the place of the error in a text that `JSON.parse` rejects. Uses the strict reader, because the messages of
 * `JSON.parse` do not always contain the place.
 */
export async function findJsonError(text: string): Promise<DocumentError> {
  try {
    const limits = { maxBytes: MAX_INPUT_BYTES, maxElements: MAX_INPUT_BYTES };
    await readMultistatus(text, { contentType: 'application/json', ...limits });
  } catch (error) {
    if (isDocumentError(error)) return error;
    throw error;
  }
  throw new Error('JSON.parse rejects a text that the strict reader accepts');
}
