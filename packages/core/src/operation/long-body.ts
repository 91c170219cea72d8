import type { Body, SlicedText } from '@multistatus/document';
import { toBase64 } from './base64.js';

// A multiple of three, so that only the last slice of base64 is padded.
const SLICE_BYTES = 12_288;

/** A long body: text in UTF-8, or any bytes as base64. Its text is decoded slice by slice while it is written. */
export class LongBody implements Body, SlicedText {
  readonly encoding: Body['encoding'];
  readonly isXmlText: boolean;
  readonly #bytes: Uint8Array;

  /** `bytes` must be valid UTF-8, unless `encoding` is `base64`. */
  constructor(bytes: Uint8Array, { encoding, isXmlText }: Pick<LongBody, 'encoding' | 'isXmlText'>) {
    this.encoding = encoding;
    this.isXmlText = isXmlText;
    this.#bytes = bytes;
  }

  /** The whole text, decoded anew. */
  get text(): string {
    return this.encoding === 'base64' ? toBase64(this.#bytes) : utf8Decoder().decode(this.#bytes);
  }

  get sliced(): SlicedText {
    return this;
  }

  *slices(): Generator<string, void, undefined> {
    const decoder = utf8Decoder();
    for (let start = 0; start < this.#bytes.length; start += SLICE_BYTES) {
      const slice = this.#bytes.subarray(start, start + SLICE_BYTES);
      // The decoder keeps the bytes of a character that is not complete until the next slice.
      yield this.encoding === 'base64' ? toBase64(slice) : decoder.decode(slice, { stream: true });
    }
  }
}

/** Keeps a byte order mark, because it is part of the text. */
function utf8Decoder(): TextDecoder {
  return new TextDecoder('utf-8', { ignoreBOM: true });
}
