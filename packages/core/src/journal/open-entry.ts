import { firstValue, isSafeMethod } from '@multistatus/wire';
import type { EnvelopeRequest } from '../http/envelope.js';
import type { Journal, JournalEntry, OpenedEntry } from '../options/journal.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import type { Transaction } from '../options/transaction.js';
import { BatchProblem } from '../problem/batch-problem.js';
import { RETRY_AFTER_SECONDS } from '../problem/retry-after-seconds.js';
import type { RequestLoad } from '../run/request-load.js';
import { identifyClient } from './identify-client.js';
import { parseIdempotencyKey } from './parse-idempotency-key.js';

/** A request that may have an Idempotency-Key. */
export interface KeyedRequest {
  readonly envelope: EnvelopeRequest;
  /** Returns its body, for the fingerprint; nothing if its items are compared one by one. Called only for a request with a key. */
  readonly toContent: () => readonly (string | Uint8Array)[];
  /** The path of the description of the endpoint, if it has one. */
  readonly describedBy?: string | undefined;
  readonly options: Pick<ResolvedOptions, 'journal' | 'idempotency' | 'transaction' | 'limits' | 'onError'>;
  /** From here on it is held although the client leaves, because the request runs on. */
  readonly load: RequestLoad;
}

/** The entry of a request. */
export interface RequestEntry {
  readonly journal: Journal;
  readonly entry: JournalEntry;
  /** True if the option `transaction` uses the database of the journal. */
  readonly isShared: boolean;
}

/**
 * Opens the entry of a request that has been accepted. Returns `undefined` if the endpoint has no journal, or the request no key.
 *
 * @throws {BatchProblem} `unidentified`, `invalid-idempotency-key`, `idempotency-key-missing`, `idempotency-in-progress`,
 *   `idempotency-key-reused`, `journal-unavailable`, `not-started` if the client has left. Nothing has run then.
 */
export async function openEntry(
  request: KeyedRequest,
  usesTransactions: boolean,
): Promise<RequestEntry | undefined> {
  const { envelope, options } = request;
  const { journal } = options;
  if (journal === undefined || isSafeMethod(envelope.method)) return undefined;
  const field = envelope.headers['idempotency-key'];
  if (field === undefined) {
    checkKeyNotRequired(request);
    return undefined;
  }
  const principal = await identifyClient(journal, request);
  const key = parseIdempotencyKey(field);
  const { method, url, headers } = envelope;
  const type = firstValue(headers['content-type']) ?? '';
  const fingerprint = journal.digest(JSON.stringify([method, url, type]), ...request.toContent());
  request.load.outliveClient();
  let opened: OpenedEntry;
  let isShared = false;
  try {
    if (usesTransactions) isShared = await isTransactionShared(journal, options, envelope.outer);
    opened = await journal.open({ principal, key, fingerprint });
  } catch (error) {
    options.onError(error, { request: envelope.outer });
    throw journalUnavailable();
  }
  if (opened.state === 'open') return { journal, entry: opened.entry, isShared };
  throw opened.state === 'mismatch' ? keyReused() : inProgress(opened.retryAfterMs);
}

/** The options `transaction` that have been reported as not usable for `everyOperation`. */
const reported = new WeakSet<Transaction>();

/**
 * Checks whether the option `transaction` runs transactions on the database of the journal. Calls `onError`, once, if everything
 * is to run in transactions and it does not.
 *
 * @throws what `isShared` of the journal rejects with.
 */
export async function isTransactionShared(
  journal: Journal,
  { transaction, idempotency, onError }: Pick<ResolvedOptions, 'transaction' | 'idempotency' | 'onError'>,
  outer: unknown,
): Promise<boolean> {
  if (transaction === undefined) return false;
  const isShared = await journal.isShared(transaction);
  if (isShared || !idempotency.everyOperation || reported.has(transaction)) return isShared;
  reported.add(transaction);
  const message =
    'idempotency.everyOperation has no effect: the option transaction does not use the database of the journal, or has no method query; pass a function of @multistatus/transactions with the pool that postgresStore has';
  onError(new Error(message), { request: outer });
  return false;
}

/**
 * Checks that a request needs no key.
 *
 * @throws {BatchProblem} `idempotency-key-missing` if the endpoint requires one.
 */
export function checkKeyNotRequired({
  options: { idempotency },
  describedBy,
}: {
  readonly options: Pick<ResolvedOptions, 'idempotency'>;
  readonly describedBy?: string | undefined;
}): void {
  if (!idempotency.required) return;
  const headers = describedBy === undefined ? {} : { link: `<${describedBy}>; rel="describedby"` };
  throw new BatchProblem(
    'idempotency-key-missing',
    'Send an Idempotency-Key header with a random string in quotes; if you send this request again, send the same one',
    { headers },
  );
}

/** Creates the problem of a request whose key belongs to another one. */
export function keyReused(
  detail = 'The method, URL, Content-Type or body is not the same, byte for byte, as in the request that used this key first; use a new key for a new request',
): BatchProblem {
  return new BatchProblem('idempotency-key-reused', detail);
}

function inProgress(retryAfterMs: number): BatchProblem {
  return new BatchProblem(
    'idempotency-in-progress',
    'The request with this key is still running; send it again later, with the same key, for its answer',
    { headers: { 'retry-after': String(Math.max(1, Math.ceil(retryAfterMs / 1000))) } },
  );
}

/** Creates the problem of a request or operation that has not run, because it could not be claimed. */
export function journalUnavailable(): BatchProblem {
  return new BatchProblem(
    'journal-unavailable',
    'The journal of the server cannot be reached; nothing has run, and the request may be sent again',
    { headers: { 'retry-after': String(RETRY_AFTER_SECONDS) } },
  );
}
