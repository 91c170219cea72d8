import { TOKEN_PATTERN } from './field-syntax.js';
import { splitOutsideQuotes } from './split-outside-quotes.js';

/** The media type and charset of a Content-Type header, in lower case. */
export interface MediaType {
  /** `type/subtype`. */
  readonly type: string;
  /** In lower case, such as `utf-8`; `undefined` if there is none. */
  readonly charset: string | undefined;
}

/** The media type of a problem in JSON (RFC 9457 section 6.1). */
export const PROBLEM_JSON = 'application/problem+json';

const TYPE = new RegExp(`^${TOKEN_PATTERN}/${TOKEN_PATTERN}$`);
const CHARSET = /^\s*charset\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))\s*$/i;
/** The media types of NDJSON, the most usual first. None of them is registered, so several are in use. */
export const NDJSON_TYPES: readonly [string, ...string[]] = [
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/x-jsonlines',
];

/** A cache by header value: an app uses only a few media types, but each outcome has to parse one. */
const cache = new Map<string, MediaType>();
const MAX_CACHED = 100;
const MAX_CACHED_LENGTH = 100;

/**
 * Returns the media type of a Content-Type header, or `undefined` if there is no header or its type is malformed.
 *
 * Empty parameters are legal (RFC 9110 section 5.6.6). A malformed parameter is ignored. If there are several charsets,
 * the first one counts.
 */
export function parseMediaType(contentType: string | undefined): MediaType | undefined {
  if (contentType === undefined) return undefined;
  const cached = cache.get(contentType);
  if (cached !== undefined) return cached;
  const mediaType = parse(contentType);
  if (mediaType !== undefined && contentType.length <= MAX_CACHED_LENGTH) {
    if (cache.size >= MAX_CACHED) cache.clear();
    cache.set(contentType, mediaType);
  }
  return mediaType;
}

function parse(contentType: string): MediaType | undefined {
  const [first = '', ...parameters] = splitOutsideQuotes(contentType, ';');
  const type = first.trim().toLowerCase();
  return TYPE.test(type) ? { type, charset: findCharset(parameters) } : undefined;
}

function findCharset(parameters: readonly string[]): string | undefined {
  for (const parameter of parameters) {
    const match = CHARSET.exec(parameter);
    if (match !== null) return (match[1]?.replace(/\\(.)/gs, '$1') ?? match[2])?.toLowerCase();
  }
  return undefined;
}

/**
 * Checks whether bodies of this type are JSON: `application/json`, `text/json` and `*+json` (WHATWG MIME Sniffing 4.6).
 */
export function isJsonType(type: string): boolean {
  return type === 'application/json' || type === 'text/json' || type.endsWith('+json');
}

/** Checks whether bodies of this type are XML: `application/xml`, `text/xml` and `*+xml` (RFC 7303 section 4). */
export function isXmlType(type: string): boolean {
  return type === 'application/xml' || type === 'text/xml' || type.endsWith('+xml');
}

/** Checks whether bodies of this type are NDJSON: one JSON value on each line. */
export function isNdjsonType(type: string): boolean {
  return NDJSON_TYPES.includes(type);
}

/** Checks whether a charset is UTF-8 or its subset US-ASCII. `undefined`, no charset at all, means UTF-8. */
export function isUtf8(charset: string | undefined): boolean {
  return charset === undefined || charset === 'utf-8' || charset === 'utf8' || charset === 'us-ascii';
}
