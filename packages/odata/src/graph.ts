import type { Format } from '@multistatus/core';
import { JSON_TYPE } from './answer/answer-type.js';
import { GRAPH_ERROR_ENCODER } from './answer/graph-error.js';
import { decodeGraph } from './json/decode-graph.js';
import { jsonAnswerSize } from './json/json-answer-size.js';
import { GRAPH_ANSWER_SCHEMA, graphBatchSchema } from './json/schemas.js';
import { writeGraphAnswer } from './json/write-graph-answer.js';

/** Options of {@link graph}. */
export interface GraphOptions {
  /**
   * The most requests that a batch may have. The limit `maxOperations` of the endpoint, 100 by default, applies too.
   *
   * @defaultValue 20
   */
  readonly maxRequests?: number | undefined;
}

/**
 * Creates the format `graph`: the JSON batches of Microsoft Graph. URLs of requests are relative to the option `root` of the
 * endpoint, or else to the path above it: to `/v1.0` if the endpoint is `/v1.0/$batch`. A batch with more than
 * `maxRequests` requests is refused with 400 before anything runs.
 *
 * @throws {TypeError} for an unknown option.
 * @throws {RangeError} if `maxRequests` is not an integer of at least 1.
 */
export function graph({ maxRequests = 20, ...others }: GraphOptions = {}): Format {
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    throw new TypeError(`graph.${unknown} is not an option; the only one is maxRequests`);
  }
  if (!Number.isSafeInteger(maxRequests) || maxRequests < 1) {
    throw new RangeError(`graph.maxRequests must be an integer of at least 1, got ${String(maxRequests)}`);
  }
  return {
    name: 'graph',
    batch: {
      mediaTypes: [JSON_TYPE],
      decode: (body, context) => decodeGraph(body, context, maxRequests),
      deniedHeaders: 'drop',
      answerType: () => JSON_TYPE,
      toSchema: () => graphBatchSchema(maxRequests),
    },
    answer: {
      mediaTypes: [JSON_TYPE],
      order: 'request',
      nestedType: JSON_TYPE,
      encode: writeGraphAnswer,
      bodySize: jsonAnswerSize,
      toSchema: () => GRAPH_ANSWER_SCHEMA,
    },
    problem: GRAPH_ERROR_ENCODER,
  };
}
