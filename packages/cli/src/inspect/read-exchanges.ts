import { decodeText } from '../document/decode-text.js';
import { findJsonFault } from '../document/find-json-fault.js';
import type { Exchange } from '../exchange.js';
import { faultFinding } from '../finding.js';
import { looksLikeHar, readHar } from '../har/read-har.js';

/** What a file holds: a 207 by itself, or those of a capture. */
export interface FileContent {
  readonly exchanges: readonly Exchange[];
  /** How many exchanges the capture holds in all; `undefined` if it is none. */
  readonly capturedTotal: number | undefined;
}

/** Finds the 207s of a file: all of a HAR, which is known by its content, else the file itself. */
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
    return { exchanges: [{ body: undefined, findings: [await findFault(whole)] }], capturedTotal: undefined };
  }
}

async function findFault(text: string): Promise<Exchange['findings'][number]> {
  const fault = faultFinding(await findJsonFault(text));
  return {
    ...fault,
    message: `the HAR is cut off or damaged: ${fault.message}`,
    advice: 'Export the capture again.',
  };
}
