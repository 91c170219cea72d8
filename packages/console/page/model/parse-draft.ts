import type { WireBatch, WireOperation } from '@multistatus/client';
import { parseExactly } from './parse-exactly.js';

/**
 * Reads the text of a batch. Operations without an id get the one that the server gives them. Operations that the server will
 * refuse are kept, so that they can be shown.
 *
 * @throws {SyntaxError} if the text is not JSON.
 */
export function parseDraft(text: string): WireBatch {
  const value = parseExactly(text);
  const { requests, ...settings } = isMembers(value) ? value : {};
  const operations = Array.isArray(requests) ? (requests as unknown[]) : [];
  const ids = findIds(operations);
  return {
    ...settings,
    requests: operations.map((operation, index) => {
      const members = isMembers(operation) ? operation : {};
      const { method = '', url = '', headers } = members;
      return {
        ...members,
        id: ids[index],
        method: String(method).toUpperCase(),
        url: String(url),
        ...(headers === undefined ? {} : { headers: isMembers(headers) ? headers : {} }),
      } as WireOperation;
    }),
  };
}

/** Assigns ids as the server does: the id of the operation, otherwise its index or the next number that is not used. */
function findIds(operations: readonly unknown[]): string[] {
  const ids = operations.map((operation) => textMember(operation, 'id'));
  const taken = new Set([...ids, ...operations.map((operation) => textMember(operation, 'atomicityGroup'))]);
  let next = 0;
  return ids.map((id, index) => {
    if (id !== undefined) return id;
    next = Math.max(next, index);
    while (taken.has(String(next))) next += 1;
    next += 1;
    return String(next - 1);
  });
}

function textMember(operation: unknown, name: string): string | undefined {
  const value = isMembers(operation) ? operation[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

function isMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
