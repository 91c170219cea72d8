/**
 * Every problem that this library reports: status, title, and whether an operation may have taken effect.
 *
 * The key is the slug of the problem type `urn:multistatus:problem:<slug>`. `executed: false` means that nothing ran, or
 * that it was rolled back; `'unknown'` means that the target was called and may have had effects. docs/reference/problems.md
 * describes each type.
 */
export const PROBLEM_TYPES = {
  'method-not-allowed': { status: 405, title: 'The method is not supported', executed: false },
  'unsupported-media-type': { status: 415, title: 'The body is in no supported format', executed: false },
  'conditional-batch': { status: 400, title: 'A batch itself cannot be conditional', executed: false },
  'limit-exceeded': { status: 413, title: 'The request exceeds a limit', executed: false },
  'incomplete-body': { status: 408, title: 'The body did not arrive completely', executed: false },
  'malformed-json': { status: 400, title: 'The body is not well-formed JSON', executed: false },
  'malformed-batch': { status: 400, title: 'The body is not a well-formed batch', executed: false },
  'invalid-batch': { status: 400, title: 'The batch is not valid', executed: false },
  'invalid-operation': { status: 400, title: 'The operation is not valid', executed: false },
  'not-acceptable': { status: 406, title: 'No offered format is acceptable', executed: false },
  'transactions-not-supported': {
    status: 501,
    title: 'This server does not support atomicity groups',
    executed: false,
  },
  'unsafe-operations': {
    status: 422,
    title: 'A QUERY cannot carry operations that may change something',
    executed: false,
  },
  'no-capacity': { status: 503, title: 'Too many requests at the same time', executed: false },
  'body-already-consumed': {
    status: 500,
    title: 'The body was read before it reached the endpoint',
    executed: false,
  },
  'invalid-item': { status: 422, title: 'The item is not valid', executed: false },
  'malformed-item': { status: 400, title: 'The line is not well-formed JSON', executed: false },
  'item-too-large': { status: 413, title: 'The item exceeds a limit', executed: false },
  'duplicate-key': { status: 409, title: 'Several items have the same key', executed: false },
  'invalid-list': { status: 400, title: 'The body is not a list of items', executed: false },
  'invalid-items': { status: 422, title: 'Not all items are valid', executed: false },
  'not-allowed': { status: 403, title: 'The operation is not allowed in a batch', executed: false },
  'nested-batch': { status: 403, title: 'A batch cannot be an operation of a batch', executed: false },
  'failed-dependency': {
    status: 424,
    title: 'A dependency of the operation did not succeed',
    executed: false,
  },
  'reference-unresolved': {
    status: 424,
    title: 'A reference of the operation has no usable value',
    executed: false,
  },
  stopped: { status: 424, title: 'The batch stopped at an earlier failure', executed: false },
  'rolled-back': { status: 424, title: 'The transaction was rolled back', executed: false },
  'commit-failed': { status: 500, title: 'The transaction was not committed', executed: 'unknown' },
  'transaction-contract-broken': {
    status: 500,
    title: 'The transaction broke its contract',
    executed: 'unknown',
  },
  'transaction-unavailable': {
    status: 503,
    title: 'The transaction did not begin',
    executed: false,
  },
  'operation-timeout': { status: 504, title: 'No answer in time', executed: 'unknown' },
  'not-started': { status: 503, title: 'Not started before the request ended', executed: false },
  'no-response': {
    status: 500,
    title: 'The operation ended without a complete response',
    executed: 'unknown',
  },
  'invalid-response': {
    status: 500,
    title: 'The answer has an invalid status',
    executed: 'unknown',
  },
  unidentified: { status: 403, title: 'The request must be authenticated', executed: false },
  'invalid-idempotency-key': { status: 400, title: 'The Idempotency-Key is not valid', executed: false },
  'idempotency-key-missing': {
    status: 400,
    title: 'The request needs an Idempotency-Key',
    executed: false,
  },
  'idempotency-in-progress': {
    status: 409,
    title: 'A request with this Idempotency-Key is still running',
    executed: 'unknown',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'The Idempotency-Key belongs to another request',
    executed: false,
  },
  'journal-unavailable': {
    status: 503,
    title: 'The journal cannot be reached',
    executed: false,
  },
  interrupted: {
    status: 500,
    title: 'The server was interrupted',
    executed: 'unknown',
  },
  'queue-full': { status: 503, title: 'Too many jobs are waiting', executed: false },
  'queue-unavailable': { status: 503, title: 'The queue cannot be reached', executed: false },
  'too-many-batches': { status: 429, title: 'The client has too many batches under way', executed: false },
  'no-such-monitor': { status: 404, title: 'There is no such monitor', executed: false },
  'batch-cancelled': { status: 404, title: 'The batch was cancelled', executed: 'unknown' },
  'too-many-polls': { status: 429, title: 'The monitor was read too soon again', executed: false },
  'too-many-watchers': { status: 503, title: 'Too many clients watch monitors', executed: false },
  cancelled: { status: 503, title: 'Cancelled before it started', executed: false },
  'shutting-down': { status: 503, title: 'The server is shutting down', executed: false },
  internal: { status: 500, title: 'Internal error', executed: 'unknown' },
} as const;

/** The last part of the URN of a problem type. */
export type ProblemSlug = keyof typeof PROBLEM_TYPES;
