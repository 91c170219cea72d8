import {
  type DecodeContext,
  type DecodedBatch,
  decodeJson,
  outlineBodies,
  type ReceivedBody,
} from '@multistatus/core';
import { type LinkedOperation, linkOperations } from './link-operations.js';
import { toId } from './operation-id.js';
import { readBulk } from './read-bulk.js';

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
      requests: operations.map(({ method, version }, index) => {
        const { url, references, refusal } = linked[index] as LinkedOperation;
        return {
          id: toId(index, failOnErrors),
          method,
          url: scimRoot + url,
          headers: {
            'content-type': 'application/scim+json',
            ...(version === undefined || refusal !== undefined ? {} : { 'if-match': version }),
          },
          references: references.map(({ at, from }) => ({
            at,
            from: toId(from, failOnErrors),
            value: '/body/id',
          })),
        };
      }),
    },
    bodyOf: (index) => {
      const data = operations[index]?.data;
      if (data === undefined || linked[index]?.refusal !== undefined) return undefined;
      return { kind: 'json', text: texts[index] ?? JSON.stringify(data) };
    },
    clientIdOf: (index) => operations[index]?.bulkId,
    refusalOf: (index) => linked[index]?.refusal,
    stopAfter: failOnErrors,
  };
}
