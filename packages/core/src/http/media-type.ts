import { parse as parseParts } from 'content-type';
import { splitOutsideQuotes } from './split-outside-quotes.js';

/** A Content-Type, in lower case. */
export interface MediaType {
  /** `type/subtype`. */
  readonly type: string;
  readonly charset: string | undefined;
}

/** What has been read before: an app answers with a handful of types, and each outcome has its own asked for. */
const parsed = new Map<string, MediaType>();
const MAX_KEPT = 100;
const MAX_KEPT_LENGTH = 100;

/**
 * Reads a Content-Type header; `undefined` if there is none or its type is malformed.
 *
 * Empty parameters are legal (RFC 9110 section 5.6.6); of parameters that are not, only the type is taken.
 */
export function parseMediaType(contentType: string | undefined): MediaType | undefined {
  if (contentType === undefined) return undefined;
  const known = parsed.get(contentType);
  if (known !== undefined) return known;
  const mediaType = parse(contentType);
  if (mediaType !== undefined && contentType.length <= MAX_KEPT_LENGTH) {
    if (parsed.size >= MAX_KEPT) parsed.clear();
    parsed.set(contentType, mediaType);
  }
  return mediaType;
}

function parse(contentType: string): MediaType | undefined {
  const parts = splitOutsideQuotes(contentType, ';').filter((part) => part.trim() !== '');
  return tryParse(parts.join(';')) ?? tryParse(parts[0] ?? '');
}

function tryParse(contentType: string): MediaType | undefined {
  try {
    const { type, parameters } = parseParts(contentType);
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
