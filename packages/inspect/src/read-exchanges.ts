import { decodeText } from './document/decode-text.js';
import { explainJsonError } from './document/explain-json-error.js';
import type { Exchange } from './exchange.js';
import type { Finding } from './finding.js';
import { type Decompress, decompress as decompressOnPlatform } from './har/decompress.js';
import { looksLikeHar, readHar } from './har/read-har.js';

const START_LENGTH = 4096;

/** The 207s in a file. */
export interface FoundExchanges {
  /** The 207s in the order of the file; empty if a capture contains none. */
  readonly exchanges: readonly Exchange[];
  /** The number of all exchanges in the capture; `undefined` if the file is not a capture. */
  readonly capturedTotal: number | undefined;
}

/** Options of {@link readExchanges}. */
export interface ReadExchangesOptions {
  /**
   * Decompresses bodies that a capture contains in compressed form.
   *
   * @defaultValue gzip and deflate, where the platform has `DecompressionStream`
   */
  readonly decompress?: Decompress;
}

/**
 * Finds the 207s in a file or a text: all of those in a HAR, which is recognised by its content; otherwise the text itself, whatever
 * it is. Never rejects because of the content: {@link inspectExchange} says what is wrong with it.
 */
export async function readExchanges(
  source: Uint8Array | string,
  { decompress = decompressOnPlatform }: ReadExchangesOptions = {},
): Promise<FoundExchanges> {
  const alone = { exchanges: [{ body: source, findings: [] }], capturedTotal: undefined };
  const start = decodeText(
    typeof source === 'string' ? source.slice(0, START_LENGTH) : source.subarray(0, START_LENGTH),
    undefined,
  );
  if (!/^[\s\uFEFF]*\{/.test(start)) return alone;
  const whole = decodeText(source, undefined).replace(/^\uFEFF/, '');
  // A long document is not parsed for nothing.
  if (!whole.includes('"log"')) return alone;
  try {
    const capture = await readHar(JSON.parse(whole), decompress);
    return capture === undefined ? alone : { exchanges: capture.exchanges, capturedTotal: capture.total };
  } catch (error) {
    if (!(error instanceof SyntaxError) || !looksLikeHar(start)) return alone;
    return {
      exchanges: [{ body: undefined, findings: [await describeDamage(whole)] }],
      capturedTotal: undefined,
    };
  }
}

async function describeDamage(text: string): Promise<Finding> {
  const finding = await explainJsonError(text);
  return {
    ...finding,
    message: `the HAR is cut off or damaged: ${finding.message}`,
    advice: 'Export the capture again.',
  };
}
