/** What a conversion wrote. */
export interface Conversion {
  /** Bytes if the format is not text. */
  readonly output: string | Uint8Array;
  /** What the other format cannot say, for a message that begins with "lost:". */
  readonly losses: readonly string[];
}
