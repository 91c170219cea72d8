import { decodeText } from '../document/decode-text.js';
import { findJsonError } from '../document/find-json-error.js';
import type { Exchange } from '../exchange.js';
import { documentErrorFinding } from '../finding.js';
import { looksLikeHar, readHar } from '../har/read-har.js';

/** The content of a file: a single 207, or those of a capture. */
export interface FileContent {
  readonly exchanges: readonly Exchange[];
  /** The number of all exchanges in the capture; `undefined` if the file is not a capture. */
  readonly capturedTotal: number | undefined;
}

/** Finds the 207s in a file: all of those in a HAR, which is recognised by its content; otherwise the file itself. */
export async function readExchanges(bytes: Uint8Array): Promise<FileContent> {
  const alone = { exchanges: [{ body: bytes, findings: [] }], capturedTotal: undefined };
  const text = decodeText(bytes.subarray(0, 4096), undefined);
  if (!/^[\s\uFEFF]*\{/.test(text)) return alone;
  const whole = decodeText(bytes, undefined).replace(/^\uFEFF/, '');
  try {
    const capture = readHar(JSON.parse(whole));
    return capture === undefined ? alone : { exchanges: capture.exchanges, capturedTotal: capture.total };
  } catch (error) {
    if (!(error instanceof SyntaxError) || !looksLikeHar(text)) return alone;
    return {
      exchanges: [{ body: undefined, findings: [await describeDamage(whole)] }],
      capturedTotal: undefined,
    };
  }
}

async function describeDamage(text: string): Promise<Exchange['findings'][number]> {
  const finding = documentErrorFinding(await findJsonError(text));
  return {
    ...finding,
    message: `the HAR is cut off or damaged: ${finding.message}`,
    advice: 'Export the capture again.',
  };
}
