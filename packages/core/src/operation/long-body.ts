import type { Body, SlicedText } from '@multistatus/document';
import { toBase64 } from './base64.js';
import { hasNonCharacter, isXmlUtf8 } from './is-xml-utf8.js';
import { MAX_SHORT_BYTES } from './scan-window.js';

// A multiple of three, so that only the last slice of base64 is padded.
const SLICE_BYTES = 12_288;
/** Decodes whole texts, which is much faster than slices. Keeps a byte order mark, because it is part of the text. */
const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** A long body: text in UTF-8, or any bytes as base64. Its text is decoded slice by slice while it is written, or never. */
export class LongBody implements Body, SlicedText {
  readonly encoding: Body['encoding'];
  readonly bytes: Uint8Array;
  #isXmlText: boolean | undefined;

  /** `bytes` must be valid UTF-8, unless `encoding` is `base64`. Without `isXmlText`, they are checked when it is first asked for. */
  constructor(bytes: Uint8Array, encoding: Body['encoding'], isXmlText?: boolean) {
    this.encoding = encoding;
    this.bytes = bytes;
    this.#isXmlText = isXmlText;
  }

  get isXmlText(): boolean {
    this.#isXmlText ??= this.#findsXmlText();
    return this.#isXmlText;
  }

  /** The whole text, decoded anew. */
  get text(): string {
    return this.encoding === 'base64' ? toBase64(this.bytes) : UTF8.decode(this.bytes);
  }

  get sliced(): SlicedText {
    return this;
  }

  *slices(): Generator<string, void, undefined> {
    if (this.bytes.length <= MAX_SHORT_BYTES) {
      yield this.text;
      return;
    }
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    for (let start = 0; start < this.bytes.length; start += SLICE_BYTES) {
      const slice = this.bytes.subarray(start, start + SLICE_BYTES);
      // The decoder keeps the bytes of a character that is not complete until the next slice.
      yield this.encoding === 'base64' ? toBase64(slice) : decoder.decode(slice, { stream: true });
    }
  }

  #findsXmlText(): boolean {
    switch (this.encoding) {
      case 'base64':
        return true;
      case 'json':
        return !hasNonCharacter(this.bytes); // JSON has no control characters
      case 'text':
        return isXmlUtf8(this.bytes);
    }
  }
}
