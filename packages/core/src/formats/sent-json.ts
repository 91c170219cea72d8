const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** The JSON body of an operation, in the bytes in which it was sent. */
export class SentJson {
  readonly kind = 'json';
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Its text. Decoded only when it is asked for, because most bodies only pass through. */
  get text(): string {
    return UTF8.decode(this.bytes);
  }
}
