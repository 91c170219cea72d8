import type { WireBatch, WireOperation } from '@multistatus/client';
import { operationIds } from '@multistatus/wire';
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
  const ids = operationIds(operations);
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

function isMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
