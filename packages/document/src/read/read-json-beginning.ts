import { type DocumentError, isDocumentError } from '../document-error.js';
import { MAX_BODY_DEPTH } from '../max-body-depth.js';
import type { Multistatus } from '../multistatus.js';
import type { OnFault } from './document-fault.js';
import { JsonCursor } from './json-cursor.js';
import { readJson } from './read-json.js';
import type { ResolvedReadLimits } from './read-limits.js';

/**
 * Reads a document from JSON, and passes what cannot be read to `onFault`. If the text is not well-formed, the document
 * has the responses before the error.
 *
 * @throws {DocumentError} if the text is not a 207 document, or has no responses before the error.
 */
export function readTolerantly(
  text: string,
  limits: ResolvedReadLimits,
  onFault: OnFault,
): Multistatus | Promise<Multistatus> {
  try {
    return readJson(text, limits, onFault);
  } catch (error) {
    if (!isDocumentError(error) || error.rule !== 'json') throw error;
    return readBeginning(text, limits, { error, onFault });
  }
}

function readBeginning(
  text: string,
  limits: ResolvedReadLimits,
  { error, onFault }: { readonly error: DocumentError; readonly onFault: OnFault },
): Multistatus | Promise<Multistatus> {
  const responses = responsesBeforeError(text);
  if (responses.length === 0) throw error;
  const document = readJson(`{"responses":[${responses.join(',')}]}`, limits, onFault);
  onFault({ error });
  return document;
}

/** Returns the texts of the members of `responses` that are complete; none if that is not a member of the root. */
function responsesBeforeError(text: string): string[] {
  const cursor = new JsonCursor(text);
  const found: string[] = [];
  try {
    if (cursor.enter() !== 'object') return found;
    while (cursor.readName() !== 'responses') {
      cursor.skipValue(MAX_BODY_DEPTH);
      cursor.separate();
    }
    if (cursor.enter() !== 'array') return found;
    while (!cursor.leave('array')) {
      if (found.length > 0) cursor.separate();
      cursor.skipSpace();
      const start = cursor.at;
      cursor.skipValue(MAX_BODY_DEPTH);
      found.push(text.slice(start, cursor.at));
    }
  } catch (error) {
    if (!isDocumentError(error)) throw error;
  }
  return found;
}
