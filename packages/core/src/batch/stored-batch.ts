import { checkVersion, STORED_VERSION } from '../journal/stored-version.js';
import { fromBase64, toBase64 } from '../operation/base64.js';
import type { Operation } from '../operation/operation.js';
import type { AcceptedBatch } from '../plan/accepted-batch.js';
import { checkStoredBatch } from './check-stored-batch.js';

/** An operation as JSON: its body is base64. */
export type StoredOperation = Omit<Operation, 'body'> & { readonly body?: string | undefined };

/** An accepted batch as JSON. */
export interface StoredBatch extends Omit<AcceptedBatch, 'operations'> {
  /** The version of the stored form. `restoreBatch` reads no other. */
  readonly version: typeof STORED_VERSION;
  /** The operations, with their bodies as base64. */
  readonly operations: readonly StoredOperation[];
}

/** Returns an accepted batch as a JSON value. Its operations have their bodies as base64. */
export function storeBatch(accepted: AcceptedBatch): StoredBatch {
  return { version: STORED_VERSION, ...accepted, operations: accepted.operations.map(storeOperation) };
}

/**
 * Returns the batch that {@link storeBatch} has stored.
 *
 * @throws {UnknownVersionError} if it was stored by a version of this library that stores it differently.
 * @throws {TypeError} if something of it is missing or damaged. Nothing has run.
 */
export function restoreBatch(stored: unknown): AcceptedBatch {
  const batch = checkVersion<StoredBatch>('batch', stored);
  checkStoredBatch(batch);
  const { version: _version, operations, ...accepted } = batch;
  return { ...accepted, operations: operations.map(restoreOperation) };
}

function storeOperation({ body, ...operation }: Operation): StoredOperation {
  return body === undefined ? operation : { ...operation, body: toBase64(body) };
}

function restoreOperation({ body, ...operation }: StoredOperation): Operation {
  return body === undefined ? operation : { ...operation, body: fromBase64(body) };
}
