import { isBatch, openMultipart, readBatchRequests } from '@multistatus/inspect';
import type { CommandResult } from '../command.js';
import { EXIT } from '../exit-code.js';
import { formatFindings } from '../inspect/format-findings.js';
import { makeSafe } from '../terminal/make-safe.js';
import { createTerminal } from '../terminal/terminal.js';
import { batchToJson } from './batch-to-json.js';
import { batchToMultipart, type JsonBatch } from './batch-to-multipart.js';
import type { Conversion } from './conversion.js';
import { parseExactJson } from './exact-json.js';

const PLAIN_TERMINAL = createTerminal({ isTTY: false, columns: undefined, env: {} });

/** Converts a batch; resolves with `undefined` if the input is none. There are no batches in XML. */
export async function convertBatch(
  input: Uint8Array,
  to: 'json' | 'xml' | 'multipart',
): Promise<CommandResult | undefined> {
  const multipart = openMultipart(input, undefined);
  if (multipart !== undefined) {
    if (!isBatch(multipart)) return undefined;
    const { requests, findings } = readBatchRequests(multipart);
    if (findings.length > 0)
      return refuse(['The batch cannot be converted.', ...formatFindings(findings, PLAIN_TERMINAL)]);
    if (to === 'json') return toResult(batchToJson(requests));
    return to === 'xml'
      ? refuse(['A batch can be converted to JSON only, not to XML.'])
      : { exitCode: EXIT.ok, stdout: input };
  }
  const batch = readJsonBatch(input);
  if (batch === undefined) return undefined;
  if (to !== 'multipart') return refuse(['A batch in JSON can be converted to multipart only.']);
  try {
    return toResult(await batchToMultipart(batch));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return refuse([`The batch cannot be converted: ${makeSafe(error.message)}`]);
  }
}

function toResult({ output, losses }: Conversion): CommandResult {
  const stderr = losses.map((loss) => `lost: ${makeSafe(loss)}\n`).join('');
  return { exitCode: EXIT.ok, stdout: output, stderr };
}

function refuse(lines: readonly string[]): CommandResult {
  return { exitCode: EXIT.invalid, stdout: '', stderr: `${lines.join('\n')}\n` };
}

/** Returns a JSON batch; `undefined` if the input is none. */
function readJsonBatch(input: Uint8Array): JsonBatch | undefined {
  const text = new TextDecoder().decode(input);
  if (!text.includes('"requests"')) return undefined;
  try {
    const batch = parseExactJson(text) as JsonBatch | null;
    return Array.isArray(batch?.requests) ? batch : undefined;
  } catch {
    return undefined;
  }
}
