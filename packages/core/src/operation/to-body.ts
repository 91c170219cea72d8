import { type Body, isXmlText, MAX_BODY_DEPTH } from '@multistatus/document/writer';
import { atOnce, inTurns, isJsonType, isUtf8, isXmlType, parseMediaType } from '@multistatus/wire';
import { toBase64 } from './base64.js';
import { checkJson } from './check-json.js';
import { checkUtf8 } from './check-utf8.js';
import { isJson } from './is-json.js';
import { isValidUtf8 } from './is-valid-utf8.js';
import { LongBody } from './long-body.js';
import { MAX_SHORT_BYTES } from './scan-window.js';

const TEXT_TYPES: ReadonlySet<string> = new Set([
  'application/javascript',
  'application/ecmascript',
  'application/x-www-form-urlencoded',
]);
/** Keeps a byte order mark, because it is part of the text. */
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The length in bytes from which a body is not decoded: its bytes are copied into the answer, which is faster than to join texts and
 * encode the result. A shorter body is faster as text.
 */
const MIN_LONG_BYTES = 1024;

/**
 * Returns the body of an answer in the most readable lossless form: JSON if it has a JSON type, parses, and is not nested too
 * deeply for readers of documents; text if its type or charset indicates text and the bytes are valid in that charset; else
 * base64. Returns `undefined` for an empty body.
 */
export function toBody(bytes: Uint8Array, contentType: string | undefined): Body | undefined {
  if (bytes.byteLength === 0) return undefined;
  const kind = kindOf(contentType);
  if (bytes.byteLength >= MIN_LONG_BYTES && (kind === undefined || isUtf8(kind.charset)))
    return new LongBody(bytes, encodingOf(bytes, kind));
  const text = kind && decode(bytes, kind.charset);
  if (text === undefined) return { encoding: 'base64', text: toBase64(bytes) };
  if (kind?.mayBeJson === true && isJsonOfAnyLength(bytes)) return { encoding: 'json', text };
  return toTextBody(text, bytes, kind?.charset);
}

/** Returns what {@link toBody} returns, in steps: no step takes longer than a few milliseconds, regardless of the length of the body. */
export async function toLongBody(bytes: Uint8Array, contentType: string | undefined): Promise<Body> {
  const kind = kindOf(contentType);
  if (kind !== undefined && !isUtf8(kind.charset)) {
    const text = await inTurns(decodeInSteps(bytes, kind.charset));
    if (text !== undefined) return toTextBody(text, bytes, kind.charset);
  }
  const content = kind !== undefined && isUtf8(kind.charset) ? await inTurns(checkUtf8(bytes)) : 'invalid';
  if (kind === undefined || content === 'invalid') return new LongBody(bytes, 'base64', true);
  const isLongJson = kind.mayBeJson && (await inTurns(checkJson(bytes, MAX_BODY_DEPTH)));
  return new LongBody(bytes, isLongJson ? 'json' : 'text', content === 'xml-text');
}

/** Returns the form of bytes that should be UTF-8, if they are text. */
function encodingOf(bytes: Uint8Array, kind: TextKind | undefined): Body['encoding'] {
  if (kind === undefined || !isValidUtf8(bytes)) return 'base64';
  return kind.mayBeJson && isJsonOfAnyLength(bytes) ? 'json' : 'text';
}

function isJsonOfAnyLength(bytes: Uint8Array): boolean {
  return bytes.length <= MAX_SHORT_BYTES ? isJson(bytes) : atOnce(checkJson(bytes, MAX_BODY_DEPTH));
}

/** What a content type says about a body that may be text. */
interface TextKind {
  readonly charset: string | undefined;
  readonly mayBeJson: boolean;
}

function kindOf(contentType: string | undefined): TextKind | undefined {
  const mediaType = parseMediaType(contentType);
  if (mediaType === undefined) return undefined;
  const { type, charset } = mediaType;
  const isJson = isJsonType(type);
  if (!isJson && charset === undefined && !isTextType(type)) return undefined;
  return { charset, mayBeJson: isJson && isUtf8(charset) };
}

/** In XML, text with forbidden characters is written as base64 of UTF-8: that would change bytes of another charset. */
function toTextBody(text: string, bytes: Uint8Array, charset: string | undefined): Body {
  if (isUtf8(charset) || isXmlText(text)) return { encoding: 'text', text };
  return { encoding: 'base64', text: toBase64(bytes) };
}

function isTextType(type: string): boolean {
  return type.startsWith('text/') || isXmlType(type) || TEXT_TYPES.has(type);
}

function decode(bytes: Uint8Array, charset: string | undefined): string | undefined {
  try {
    return (isUtf8(charset) ? UTF8 : new TextDecoder(charset, { fatal: true, ignoreBOM: true })).decode(
      bytes,
    );
  } catch {
    return undefined; // the bytes are not valid in the charset, or the charset is unknown
  }
}

/** Yields after each 64 KiB. Returns `undefined` if the bytes are not valid in the charset, or the charset is unknown. */
function* decodeInSteps(
  bytes: Uint8Array,
  charset: string | undefined,
): Generator<void, string | undefined, undefined> {
  let text = '';
  try {
    const decoder = new TextDecoder(charset, { fatal: true, ignoreBOM: true });
    for (let start = 0; start < bytes.length; start += MAX_SHORT_BYTES) {
      text += decoder.decode(bytes.subarray(start, start + MAX_SHORT_BYTES), { stream: true });
      yield;
    }
    return text + decoder.decode();
  } catch {
    return undefined;
  }
}
