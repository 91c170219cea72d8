import { parse } from 'content-type';
import { splitOutsideQuotes } from './split-outside-quotes.js';

/** A Content-Type, in lower case. */
export interface MediaType {
  /** `type/subtype`. */
  readonly type: string;
  readonly charset: string | undefined;
}

/**
 * Reads a Content-Type header; `undefined` if there is none or its type is malformed.
 *
 * Empty parameters are legal (RFC 9110 section 5.6.6); of parameters that are not, only the type is taken.
 */
export function parseMediaType(contentType: string | undefined): MediaType | undefined {
  if (contentType === undefined) return undefined;
  const parts = splitOutsideQuotes(contentType, ';').filter((part) => part.trim() !== '');
  return tryParse(parts.join(';')) ?? tryParse(parts[0] ?? '');
}

function tryParse(contentType: string): MediaType | undefined {
  try {
    const { type, parameters } = parse(contentType);
    return { type, charset: parameters['charset']?.toLowerCase() };
  } catch {
    return undefined;
  }
}

/** Whether bodies of this type are JSON: `application/json`, `text/json` and `*+json`. */
export function isJsonType(type: string): boolean {
  return type === 'application/json' || type === 'text/json' || type.endsWith('+json');
}

/** Whether a charset is UTF-8, or a part of it. Without one UTF-8 is meant. */
export function isUtf8(charset: string | undefined): boolean {
  return charset === undefined || charset === 'utf-8' || charset === 'utf8' || charset === 'us-ascii';
}
