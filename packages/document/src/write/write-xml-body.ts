import { base64Slices, toBase64 } from '@multistatus/wire';
import type { Body } from '../multistatus.js';
import { isXmlText } from '../xml-char.js';
import { escapeXmlText } from './escape-xml.js';
import { escapeXmlUtf8 } from './escape-xml-utf8.js';
import { base64Length, escapedLength, escapedSlices } from './escaped-slices.js';
import { around, type Part } from './in-pieces.js';
import { slicesOf, slicesOfLong } from './slices-of.js';
import { utf8Length } from './utf8-length.js';

const OPENING_BASE64 = '<M:body encoding="base64">';
const CLOSING = '</M:body>';
/** How many slices are checked or counted at a time: 64 KiB. */
const SLICES_PER_STEP = 4;

/** Writes the body of a response as `M:body`, in slices if it is long. */
export function writeXmlBody(body: Body): Part {
  const slices = slicesOfLong(body);
  if (slices !== undefined) return writeLongBody(body, slices);
  // A body must survive unchanged, so characters that XML cannot carry are not replaced: base64 is used instead.
  const { text } = body;
  return isXmlText(text)
    ? openingOf(body) + escapeXmlText(text) + CLOSING
    : OPENING_BASE64 + toBase64(new TextEncoder().encode(text)) + CLOSING;
}

/** Writes what `writeXmlBody` writes, but as UTF-8 if the bytes of the body are known. */
export function writeXmlUtf8(body: Body): Part<string | Uint8Array> {
  const { encoding, sliced } = body;
  if (sliced?.bytes === undefined) return writeXmlBody(body);
  if (encoding === 'base64') return around(OPENING_BASE64, sliced.slices(), CLOSING);
  if (!sliced.isXmlText) return around(OPENING_BASE64, base64Slices(sliced.slices()), CLOSING);
  return around(openingOf(body), escapedSlices(sliced.bytes, escapeXmlUtf8), CLOSING);
}

function openingOf({ encoding }: Body): string {
  return encoding === 'json' ? '<M:body>' : `<M:body encoding="${encoding}">`;
}

function* writeLongBody(body: Body, slices: Iterable<string>): Generator<string, void, undefined> {
  if (body.sliced?.isXmlText ?? (yield* isLongXmlText(body.text))) {
    yield openingOf(body);
    for (const slice of slices) yield escapeXmlText(slice);
  } else {
    yield OPENING_BASE64;
    yield* base64Slices(slices);
  }
  yield CLOSING;
}

/** Checks a long text in steps, with a pause between them. */
function* isLongXmlText(text: string): Generator<'', boolean, undefined> {
  let count = 0;
  for (const slice of slicesOf(text)) {
    if (count > 0 && count % SLICES_PER_STEP === 0) yield '';
    if (!isXmlText(slice)) return false;
    count += 1;
  }
  return true;
}

/**
 * Counts the bytes that `writeXmlBody` writes for a body, without the element around them. Yields between the steps of a
 * long text.
 */
export function* xmlBodySize(body: Body): Generator<void, number, undefined> {
  const { encoding, sliced } = body;
  if (sliced?.bytes !== undefined) {
    return encoding !== 'base64' && sliced.isXmlText
      ? yield* escapedLength(sliced.bytes, escapeXmlUtf8)
      : base64Length(sliced.bytes.length);
  }
  let bytes = 0;
  let growth = 0;
  let isXml = true;
  let count = 0;
  for (const slice of slicesOfLong(body) ?? [body.text]) {
    if (count > 0 && count % SLICES_PER_STEP === 0) yield;
    isXml &&= isXmlText(slice);
    bytes += utf8Length(slice);
    growth += growthOf(slice);
    count += 1;
  }
  return isXml ? bytes + growth : base64Length(bytes);
}

/** Returns how many bytes are added when a text is escaped. */
function growthOf(text: string): number {
  if (!/[&<>\r]/.test(text)) return 0;
  let growth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x26 || code === 0x0d) growth += 4;
    else if (code === 0x3c || code === 0x3e) growth += 3;
  }
  return growth;
}
