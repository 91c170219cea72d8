import {
  type DecodeContext,
  type DecodedBatch,
  decodeJson,
  outlineBodies,
  type ReceivedBody,
} from '@multistatus/core';
import { linkOperations } from './link-operations.js';
import { toId } from './operation-id.js';
import { type BulkOperation, readBulk } from './read-bulk.js';

/**
 * Reads a bulk request.
 *
 * @throws {BatchProblem} if it is not JSON, too deep, or not a bulk request. What is wrong with one operation is its own failure.
 */
export function decodeBulk(body: ReceivedBody, { limits, path, root }: DecodeContext): DecodedBatch {
  const { value, text } = decodeJson(body, limits);
  const { operations, failOnErrors } = readBulk(value);
  const linked = linkOperations(operations);
  // The text of the data, not its value: JSON.parse rounds large numbers.
  const texts = text === undefined ? [] : outlineBodies(text, { list: 'Operations', member: 'data' });
  const scimRoot = root ?? path.slice(0, path.lastIndexOf('/'));
  return {
    value: {
      // A result that depends on the order must be the same as in the order of the request.
      execution: 'sequential',
      requests: linked.map(({ url, references }, index) => ({
        id: toId(index, failOnErrors),
        method: operations[index]?.method,
        url: scimRoot + url,
        headers: headersOf(operations[index]),
        references: references.map(({ at, from }) => ({
          at,
          from: toId(from, failOnErrors),
          value: '/body/id',
        })),
      })),
    },
    bodyOf: (index) => {
      const { method, data } = operations[index] ?? {};
      if (data === undefined || method === 'DELETE' || linked[index]?.refusal !== undefined) return undefined;
      return { kind: 'json', text: texts[index] ?? JSON.stringify(data) };
    },
    clientIdOf: (index) => operations[index]?.bulkId,
    refusalOf: (index) => linked[index]?.refusal,
    stopAfter: failOnErrors,
  };
}

function headersOf({ version, data }: Partial<BulkOperation> = {}): Record<string, string> {
  return {
    ...(data === undefined ? {} : { 'content-type': 'application/scim+json' }),
    ...(version === undefined ? {} : { 'if-match': version }),
  };
}
