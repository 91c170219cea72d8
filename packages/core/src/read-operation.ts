import { type BatchFault, toPointer } from './batch-fault.js';
import type { Operation } from './operation.js';
import { readOperationBody } from './operation-body.js';
import { isToken, readOperationHeaders } from './operation-headers.js';
import { findUrlFault } from './operation-url.js';

/** Methods that are about a connection, not a resource (RFC 9110 sections 9.3.6 and 9.3.8). */
const REFUSED_METHODS: ReadonlySet<string> = new Set(['CONNECT', 'TRACE']);

/** The longest method that is dispatched, in characters; the longest registered one has 17. */
const MAX_METHOD_LENGTH = 32;

type Members = Readonly<Record<string, unknown>>;

/**
 * Brings one request of a batch to normal form and notes every fault in what it says.
 *
 * A member of the wrong type counts as absent: its shape has been found at fault before. The result may only be used
 * if no fault was noted.
 */
export function readOperation(
  request: unknown,
  {
    index,
    id,
    maxHeaderBytes,
  }: { readonly index: number; readonly id: string; readonly maxHeaderBytes: number },
  faults: BatchFault[],
): Operation {
  const members: Members = typeof request === 'object' && request !== null ? (request as Members) : {};
  const method = readMethod(members, index, faults);
  const url = readUrl(members, index, faults);
  const own = readOperationHeaders(stringMembers(members['headers']), { index, maxHeaderBytes });
  for (const fault of own.faults) faults.push(fault);
  const body = readOperationBody(members, { method, contentType: own.headers['content-type'] });
  if (body.kind === 'fault') {
    faults.push({
      pointer: toPointer('requests', index, ...body.place),
      code: body.code,
      detail: body.detail,
    });
  }
  if (body.kind !== 'body') return { index, id, method, url, headers: own.headers };
  const headers = { ...own.headers, 'content-type': body.contentType };
  return { index, id, method, url, headers, body: body.bytes };
}

function readMethod(members: Members, index: number, faults: BatchFault[]): string {
  if (typeof members['method'] !== 'string') return '';
  const method = members['method'].toUpperCase();
  const pointer = toPointer('requests', index, 'method');
  if (!isToken(method) || method.length > MAX_METHOD_LENGTH) {
    const detail = `A method is a token of at most ${MAX_METHOD_LENGTH} characters, such as GET or PATCH`;
    faults.push({ pointer, code: 'invalid-method', detail });
  } else if (REFUSED_METHODS.has(method)) {
    faults.push({ pointer, code: 'method-not-allowed', detail: `${method} cannot be an operation` });
  }
  return method;
}

function readUrl(members: Members, index: number, faults: BatchFault[]): string {
  if (typeof members['url'] !== 'string') return '';
  const fault = findUrlFault(members['url']);
  if (fault !== undefined) faults.push({ pointer: toPointer('requests', index, 'url'), ...fault });
  return members['url'];
}

function stringMembers(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).filter(([, member]) => typeof member === 'string'));
}
