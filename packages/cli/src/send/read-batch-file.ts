import type { WireBatch, WireOperation } from '@multistatus/client';
import { inputError } from '../command-error.js';
import { findJsonFault } from '../document/find-json-fault.js';
import { faultFinding } from '../finding.js';
import { readInput } from '../read-input.js';

/** A batch as a file holds it. */
export interface BatchFile {
  readonly name: string;
  /** As it is sent: byte for byte. */
  readonly text: string;
  /** The operations with their ids, as far as they can be made out; what is wrong with it, the server says. */
  readonly batch: WireBatch;
}

/**
 * Reads a batch from a file, or from the standard input where the name is `-`.
 *
 * @throws {CommandError} if it cannot be read, or is no JSON.
 */
export async function readBatchFile(
  source: string,
  stdin: AsyncIterable<Uint8Array | string>,
): Promise<BatchFile> {
  const name = source === '-' ? 'the standard input' : source;
  const text = new TextDecoder().decode(await readInput(source, stdin));
  try {
    return { name, text, batch: toBatch(JSON.parse(text) as unknown) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { where, message } = faultFinding(await findJsonFault(text));
    throw inputError(`${name} is no JSON: ${where ?? ''}: ${message}`);
  }
}

function toBatch(value: unknown): WireBatch {
  const { requests, ...settings } = isMembers(value) ? value : {};
  const operations = Array.isArray(requests) ? requests : [];
  const ids = findIds(operations);
  return {
    ...settings,
    requests: operations.flatMap((operation: unknown, index) => {
      if (!isMembers(operation)) return [];
      const { method, url, headers } = operation;
      // What is of another type the server refuses; until then it is to be shown.
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

/** Gives each operation the id that the server gives it: its own, or its index, or the next number not in use. */
function findIds(operations: readonly unknown[]): string[] {
  const own = operations.map((operation) => textOf(operation, 'id'));
  const taken = new Set([...own, ...operations.map((operation) => textOf(operation, 'atomicityGroup'))]);
  let next = 0;
  return own.map((id, index) => {
    if (id !== undefined) return id;
    next = Math.max(next, index);
    while (taken.has(String(next))) next += 1;
    next += 1;
    return String(next - 1);
  });
}

function textOf(operation: unknown, name: string): string | undefined {
  const value = isMembers(operation) ? operation[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

function isMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
