import { checkVersion, type STORED_VERSION } from '@multistatus/core/adapter';

/**
 * Returns a value from the text that is stored of it, after its version has been checked.
 *
 * @throws {UnknownVersionError} if a version of this library has written it that stores it differently.
 * @throws {TypeError} if it is not JSON. The message quotes nothing of it.
 */
export function parseStored<Stored>(subject: string, text: string): Stored {
  return checkVersion<Stored & { readonly version: typeof STORED_VERSION }>(subject, parse(subject, text));
}

function parse(subject: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new TypeError(`The stored value is damaged: ${subject} is not JSON`);
  }
}
