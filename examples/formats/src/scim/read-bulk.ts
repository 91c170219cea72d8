import { BatchProblem } from '@multistatus/core';
import { REQUEST_URN } from './schemas.js';

/** One operation of a bulk request, as sent. What is not of the right type counts as absent. */
export interface BulkOperation {
  readonly method: string;
  readonly path: string | undefined;
  readonly bulkId: string | undefined;
  readonly version: string | undefined;
  /** Absent for DELETE, which has none. */
  readonly data: object | undefined;
}

/** A bulk request. */
export interface Bulk {
  readonly operations: readonly BulkOperation[];
  /** After how many errors it stops; `undefined` if it never does. */
  readonly failOnErrors: number | undefined;
}

/**
 * Returns the bulk request in a JSON value.
 *
 * @throws {BatchProblem} `malformed-batch` if it is not one.
 */
export function readBulk(value: unknown): Bulk {
  const { schemas, Operations, failOnErrors = 0 } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (!(Array.isArray(schemas) && schemas.includes(REQUEST_URN)))
    throw malformed(`schemas must have ${REQUEST_URN}`);
  if (!Array.isArray(Operations)) throw malformed('Operations must be an array');
  if (!Number.isSafeInteger(failOnErrors) || (failOnErrors as number) < 0)
    throw malformed('failOnErrors must be a number of errors');
  return {
    operations: Operations.map(readOperation),
    failOnErrors: failOnErrors === 0 ? undefined : (failOnErrors as number),
  };
}

function readOperation(value: unknown, index: number): BulkOperation {
  const { method, path, bulkId, version, data } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof method !== 'string') throw malformed(`Operation ${index + 1}: the method must be a string`);
  const hasData = method.toUpperCase() !== 'DELETE';
  return {
    method: method.toUpperCase(),
    path: textOf(path),
    bulkId: textOf(bulkId),
    version: textOf(version),
    data: hasData && typeof data === 'object' && data !== null && !Array.isArray(data) ? data : undefined,
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function malformed(detail: string): BatchProblem {
  return new BatchProblem('malformed-batch', detail);
}
