import type { EnvelopeRequest } from '../http/envelope.js';
import type { BatchErrorContext } from '../options/error-context.js';
import type { Journal } from '../options/journal.js';
import type { Limits } from '../options/resolve-limits.js';
import { BatchProblem } from '../problem/batch-problem.js';
import { RETRY_AFTER_SECONDS } from '../problem/retry-after-seconds.js';

/** A request whose client is to be identified. */
export interface IdentifiedRequest {
  /** The request: `outer` is passed to `identify`, and `signal` ends the wait for it. */
  readonly envelope: Pick<EnvelopeRequest, 'outer' | 'signal'>;
  /** Of the options of the endpoint: what is called with errors of `identify`, and how long it may take. */
  readonly options: {
    readonly onError: (error: unknown, context: BatchErrorContext) => unknown;
    readonly limits: Pick<Limits, 'batchTimeoutMs'>;
  };
}

/**
 * Returns who has sent a request with an Idempotency-Key.
 *
 * @throws {BatchProblem} `unidentified`, and as {@link findClient} does. Nothing has run.
 */
export async function identifyClient(journal: Journal, request: IdentifiedRequest): Promise<string> {
  const principal = await findClient(journal, request);
  if (principal !== undefined) return principal;
  throw new BatchProblem(
    'unidentified',
    'A request with an Idempotency-Key must be authenticated, so that nobody else gets its answer; send credentials, or no key',
  );
}

/**
 * Returns who has sent a request; `undefined` if that is not known. Gives up after `batchTimeoutMs`, or when the client disconnects.
 *
 * @throws {BatchProblem} `internal` if `identify` fails; `not-started` if it takes too long. Nothing has run.
 */
export async function findClient(journal: Journal, request: IdentifiedRequest): Promise<string | undefined> {
  const { outer } = request.envelope;
  let principal: unknown;
  try {
    principal = await inTime(() => journal.identify(outer), request);
    checkPrincipal(principal);
  } catch (error) {
    if (error instanceof TooLate) throw tooLate();
    request.options.onError(error, { request: outer });
    const detail = 'The server could not identify the client; nothing has run';
    throw new BatchProblem('internal', detail, { extensions: { executed: false } });
  }
  return principal === '' ? undefined : principal;
}

/** What becomes of a missing user when it is turned into text: all such clients would see each other's outcomes. */
const NOBODY_AS_TEXT: ReadonlySet<unknown> = new Set(['undefined', 'null', 'NaN', '[object Object]']);

function checkPrincipal(principal: unknown): asserts principal is string | undefined {
  if (principal !== undefined && typeof principal !== 'string')
    throw new TypeError('identify of the journal must return a string or undefined');
  if (NOBODY_AS_TEXT.has(principal))
    throw new TypeError(
      `identify of the journal returned the text ${String(principal)}; return undefined if nobody is known`,
    );
}

class TooLate extends Error {}

function inTime(
  identify: () => unknown,
  { envelope: { signal }, options: { limits } }: IdentifiedRequest,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      reject(new TooLate());
    };
    const timer = setTimeout(end, limits.batchTimeoutMs);
    signal.addEventListener('abort', end);
    // A client that has left before is not told again.
    const work = signal.aborted ? Promise.reject(new TooLate()) : Promise.resolve().then(identify);
    work.then(resolve, reject).finally(end);
  });
}

function tooLate(): BatchProblem {
  const detail =
    'It took too long to identify the client; nothing has run, and the request may be sent again';
  return new BatchProblem('not-started', detail, { headers: { 'retry-after': String(RETRY_AFTER_SECONDS) } });
}
