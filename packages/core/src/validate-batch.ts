import { assignIds } from './assign-ids.js';
import { type BatchFault, MAX_FAULTS } from './batch-fault.js';
import { BatchProblem, limitExceeded } from './batch-problem.js';
import { findBatchShapeFaults, findOperationShapeFaults } from './batch-shape.js';
import type { Operation } from './operation.js';
import { headerBytes } from './operation-headers.js';
import { readOperation } from './read-operation.js';
import type { Limits } from './resolve-limits.js';

/**
 * Brings a parsed batch to normal form, or refuses it with every fault at once.
 *
 * Linear in the size of the batch. Nothing has run when it throws.
 *
 * @throws {BatchProblem} `invalid-batch` with `errors: [{ pointer, code, detail }]`, the first 1 000 of them; then
 *   `limit-exceeded` for the number of operations, a URL or the headers of one.
 */
export function validateBatch(value: unknown, limits: Limits): Operation[] {
  const faults = findBatchShapeFaults(value);
  const requests = requestsOf(value);
  const ids = assignIds(requests, faults);
  const operations: Operation[] = [];
  const { maxHeaderBytes } = limits;
  for (const [index, request] of requests.entries()) {
    if (faults.length >= MAX_FAULTS) break;
    for (const fault of findOperationShapeFaults(request, index)) faults.push(fault);
    operations.push(readOperation(request, { index, id: ids[index] ?? '', maxHeaderBytes }, faults));
  }
  if (faults.length > 0) throw invalidBatch(faults);
  checkLimits(operations, limits);
  return operations;
}

/** What can be looked into of a batch whose shape may be wrong. */
function requestsOf(value: unknown): readonly unknown[] {
  const requests =
    typeof value === 'object' && value !== null && 'requests' in value ? value.requests : undefined;
  return Array.isArray(requests) ? requests : [];
}

function invalidBatch(faults: readonly BatchFault[]): BatchProblem {
  const errors = faults.slice(0, MAX_FAULTS).map(({ pointer, code, detail }) => ({ pointer, code, detail }));
  const count = faults.length >= MAX_FAULTS ? `at least ${MAX_FAULTS} faults` : `${faults.length} fault(s)`;
  return new BatchProblem('invalid-batch', `The batch has ${count}; nothing has run`, {
    extensions: { errors },
  });
}

function checkLimits(operations: readonly Operation[], limits: Limits): void {
  const count = operations.length;
  if (count > limits.maxOperations) {
    throw limitExceeded({
      limit: 'maxOperations',
      max: limits.maxOperations,
      actual: count,
      unit: 'operations',
    });
  }
  for (const { index, url, headers } of operations) {
    if (url.length > limits.maxUrlLength) {
      throw limitExceeded({
        limit: 'maxUrlLength',
        max: limits.maxUrlLength,
        actual: url.length,
        unit: 'characters',
        pointer: `#/requests/${index}/url`,
      });
    }
    const bytes = headerBytes(headers);
    if (bytes > limits.maxHeaderBytes) {
      throw limitExceeded({
        limit: 'maxHeaderBytes',
        max: limits.maxHeaderBytes,
        actual: bytes,
        unit: 'bytes of headers',
        pointer: `#/requests/${index}/headers`,
      });
    }
  }
}
