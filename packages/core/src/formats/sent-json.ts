const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The member `text` of a {@link SentJson}. A format that is built on `json()` may copy a body and give it another text,
 * `{ ...body, text }`. So a spread copies the text, and not the bytes, which would still be those of the former text.
 */
const DECODED_TEXT: PropertyDescriptor & ThisType<SentJson> = {
  enumerable: true,
  get() {
    return UTF8.decode(this.bytes);
  },
};

/** The JSON body of an operation, in the bytes in which it was sent. */
export class SentJson {
  readonly kind = 'json';
  /** Its text, which is decoded only where it is needed: most bodies only pass through. */
  declare readonly text: string;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    Object.defineProperty(this, 'text', DECODED_TEXT);
  }

  get bytes(): Uint8Array {
    return this.#bytes;
  }
}
