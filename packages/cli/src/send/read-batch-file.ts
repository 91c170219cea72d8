import type { WireBatch, WireOperation } from '@multistatus/client';
import { explainJsonError } from '@multistatus/inspect';
import { isObject, operationIds } from '@multistatus/wire';
import { inputError } from '../command-error.js';

/** A batch that was read from a file. */
export interface BatchFile {
  readonly name: string;
  /** The text to send, byte for byte. */
  readonly text: string;
  /** The operations that can be recognised, with their ids. Errors in the batch are reported by the server. */
  readonly batch: WireBatch;
}

/**
 * Reads a batch from the content of a file.
 *
 * @throws {CommandError} if it is not JSON.
 */
export async function readBatchFile(name: string, content: Uint8Array): Promise<BatchFile> {
  const text = new TextDecoder().decode(content);
  try {
    return { name, text, batch: toBatch(JSON.parse(text) as unknown) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { where, message } = await explainJsonError(text);
    throw inputError(`${name} is not JSON: ${where ?? ''}: ${message}`);
  }
}

function toBatch(value: unknown): WireBatch {
  const { requests, ...settings } = isObject(value) ? value : {};
  const operations = Array.isArray(requests) ? requests : [];
  const ids = operationIds(operations);
  return {
    ...settings,
    requests: operations.flatMap((operation: unknown, index) => {
      if (!isObject(operation)) return [];
      const { method, url, headers } = operation;
      // The server rejects members of the wrong type, but they still have to be displayed.
      return {
        ...operation,
        id: ids[index] ?? '',
        method: String(method).toUpperCase(),
        url: String(url),
        headers: isObject(headers) ? headers : {},
      } as WireOperation;
    }),
  };
}
