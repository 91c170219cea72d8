import { type DocumentError, isDocumentError, readMultistatus } from '@multistatus/document';
import { MAX_INPUT_BYTES } from '../read-input.js';

/** Says where a text that `JSON.parse` refuses breaks: the strict reader knows, which the parser of Node does not always. */
export async function findJsonFault(text: string): Promise<DocumentError> {
  try {
    const limits = { maxBytes: MAX_INPUT_BYTES, maxElements: MAX_INPUT_BYTES };
    await readMultistatus(text, { contentType: 'application/json', ...limits });
  } catch (error) {
    if (isDocumentError(error)) return error;
    throw error;
  }
  throw new Error('JSON.parse refuses what the strict reader takes');
}
