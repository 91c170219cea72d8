import { type DocumentError, isDocumentError } from '../document-error.js';

/** A part of a document that cannot be read. */
export interface DocumentFault {
  /** What is wrong, and where. */
  readonly error: DocumentError;
  /** What can be read of the response that contains the error; absent if the error is not inside a response. */
  readonly response?: FaultyResponse;
}

/** A response that cannot be read. */
export interface FaultyResponse {
  /** Its position among the responses of the document, from 0. */
  readonly position: number;
  /** Its hrefs as they were written; empty if it has none. */
  readonly hrefs: readonly string[];
  /** The id that the client gave the operation; absent if it cannot be read. */
  readonly id?: string | undefined;
  /** The index of the operation in the request, from 0; absent if it cannot be read. */
  readonly index?: number | undefined;
}

/** Called with each part that cannot be read, in document order. */
export type OnFault = (fault: DocumentFault) => void;

// After these, the rest of the text must not be read.
const LIMITS = /^max/;

/**
 * Runs `read`. A `DocumentError` is passed to `onFault`, and `undefined` is returned, so that the parts after it are
 * read. Without `onFault`, it is thrown, and so is that of a limit.
 */
export function readPart<T>(
  read: () => T,
  onFault: OnFault | undefined,
  describe?: () => FaultyResponse | undefined,
): T | undefined {
  try {
    return read();
  } catch (error) {
    if (onFault === undefined || !isDocumentError(error) || LIMITS.test(error.rule)) throw error;
    const response = describe?.();
    onFault(response === undefined ? { error } : { error, response });
    return undefined;
  }
}
