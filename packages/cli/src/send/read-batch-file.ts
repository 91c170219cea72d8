import type { WireBatch, WireOperation } from '@multistatus/client';
import { explainJsonError } from '@multistatus/inspect';
import { operationIds } from '@multistatus/wire';
import { inputError } from '../command-error.js';
import { readInput } from '../read-input.js';

/** A batch that was read from a file. */
export interface BatchFile {
  readonly name: string;
  /** The text to send, byte for byte. */
  readonly text: string;
  /** The operations that can be recognised, with their ids. Errors in the batch are reported by the server. */
  readonly batch: WireBatch;
}

/**
 * Reads a batch from a file, or from standard input if the name is `-`.
 *
 * @throws {CommandError} if it cannot be read, or is not JSON.
 */
export async function readBatchFile(
  source: string,
  stdin: AsyncIterable<Uint8Array | string>,
): Promise<BatchFile> {
  const name = source === '-' ? 'standard input' : source;
  const text = new TextDecoder().decode(await readInput(source, stdin));
  try {
    return { name, text, batch: toBatch(JSON.parse(text) as unknown) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { where, message } = await explainJsonError(text);
    throw inputError(`${name} is not JSON: ${where ?? ''}: ${message}`);
  }
}

function toBatch(value: unknown): WireBatch {
  const { requests, ...settings } = isMembers(value) ? value : {};
  const operations = Array.isArray(requests) ? requests : [];
  const ids = operationIds(operations);
  return {
    ...settings,
    requests: operations.flatMap((operation: unknown, index) => {
      if (!isMembers(operation)) return [];
      const { method, url, headers } = operation;
      // The server rejects members of the wrong type, but they still have to be displayed.
      return {
        ...operation,
        id: ids[index] ?? '',
        method: String(method).toUpperCase(),
        url: String(url),
        headers: isMembers(headers) ? headers : {},
      } as WireOperation;
    }),
  };
}

function isMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
