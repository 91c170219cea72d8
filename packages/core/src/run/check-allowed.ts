import { countOf } from '@multistatus/wire';
import type { ClientSignal } from '../http/client-signal.js';
import type { Operation } from '../operation/operation.js';
import { isUrlTemplate } from '../operation/url-template.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import { BatchProblem } from '../problem/batch-problem.js';
import { MAX_ISSUES, type PointTo } from '../problem/issue.js';
import { RETRY_AFTER_SECONDS } from '../problem/retry-after-seconds.js';
import { askAllow } from './ask-allow.js';

/** The request that `allow` decides about, and when to stop waiting for it. */
export interface AllowContext {
  readonly options: Pick<ResolvedOptions, 'allow' | 'limits' | 'onError'>;
  /** The request object of the framework. */
  readonly outer: unknown;
  /** Aborted when the client disconnects. */
  readonly signal: ClientSignal;
  /** Returns where an operation was sent. */
  readonly pointTo: PointTo;
}

/**
 * Checks, before anything runs, whether each operation is allowed (`Prefer: handling=strict`). An operation whose URL is
 * still a template is skipped here and checked when it is its turn; one that its format refuses never runs.
 *
 * Returns the indexes of the operations that are allowed. Gives up after `batchTimeoutMs`, or when the client
 * disconnects.
 *
 * @throws {BatchProblem} `not-allowed` with `errors` if an operation is not allowed; `not-started` if the check takes too
 *   long; `internal` if `allow` throws. `onError` is called with what it threw.
 */
export async function checkAllowed(
  operations: readonly Operation[],
  { options: { allow, limits, onError }, outer, signal, pointTo }: AllowContext,
): Promise<Set<number>> {
  const allowed = new Set<number>();
  if (allow === undefined) return allowed;
  let isOver = false;
  let asked: Operation | undefined;
  const ask = async (): Promise<Operation[]> => {
    const refused: Operation[] = [];
    for (const operation of operations) {
      if (isOver) break;
      if (operation.refusal !== undefined || isUrlTemplate(operation.url)) continue;
      asked = operation;
      // One at a time: the batch has no concurrency slots yet, and `allow` may query a database.
      if (await askAllow(allow, operation, outer)) allowed.add(operation.index);
      else refused.push(operation);
    }
    return refused;
  };
  const refused = await new Promise<Operation[]>((resolve, reject) => {
    const end = (): void => {
      isOver = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      reject(tooLate());
    };
    const timer = setTimeout(end, limits.batchTimeoutMs);
    signal.addEventListener('abort', end);
    ask()
      .then(resolve, (error: unknown) => {
        onError(error, { operation: asked, request: outer });
        reject(checkFailed());
      })
      .finally(end);
  });
  if (refused.length > 0) throw notAllowed(refused, pointTo);
  return allowed;
}

function notAllowed(refused: readonly Operation[], pointTo: PointTo): BatchProblem {
  const errors = refused.slice(0, MAX_ISSUES).map(({ index, method }) => ({
    ...pointTo(index),
    code: 'not-allowed',
    detail: `${method} of this URL cannot be part of a batch here`,
  }));
  return new BatchProblem(
    'not-allowed',
    `${countOf(refused.length, 'operation')} may not run here; nothing has run`,
    {
      extensions: { errors },
    },
  );
}

function tooLate(): BatchProblem {
  const detail =
    'The check whether all operations are allowed took too long; nothing has run, and the batch may be sent again';
  return new BatchProblem('not-started', detail, { headers: { 'retry-after': String(RETRY_AFTER_SECONDS) } });
}

function checkFailed(): BatchProblem {
  const detail = 'The server could not check whether all operations are allowed; nothing has run';
  return new BatchProblem('internal', detail, { extensions: { executed: false } });
}
