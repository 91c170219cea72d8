import type { ClientSignal } from '../http/client-signal.js';
import type { Operation } from '../operation/operation.js';
import { isUrlTemplate } from '../operation/url-template.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import { BatchProblem } from '../problem/batch-problem.js';
import { MAX_ISSUES, toPointer } from '../problem/issue.js';
import { RETRY_AFTER_SECONDS } from '../problem/retry-after-seconds.js';

/** What is asked by, and for how long. */
export interface AllowContext {
  readonly options: Pick<ResolvedOptions, 'allow' | 'limits' | 'onError'>;
  /** The batch request as the framework has it. */
  readonly outer: unknown;
  /** Aborted when the client of the batch has gone. */
  readonly signal: ClientSignal;
}

/**
 * Asks for every operation whose URL is final whether it may run, before any does (`Prefer: handling=strict`). The others
 * are asked for at their turn.
 *
 * Gives the indexes of those that it has asked for. Ends at `batchTimeoutMs`, or when the client has gone.
 *
 * @throws {BatchProblem} `not-allowed` with `errors`, if one may not; `not-started` if the answer does not come in time;
 *   `internal` if `allow` throws, which `onError` hears.
 */
export async function checkAllowed(
  operations: readonly Operation[],
  { options: { allow, limits, onError }, outer, signal }: AllowContext,
): Promise<Set<number>> {
  const allowed = new Set<number>();
  if (allow === undefined) return allowed;
  let isOver = false;
  const ask = async (): Promise<Operation[]> => {
    const refused: Operation[] = [];
    for (const operation of operations) {
      if (isOver) break;
      if (isUrlTemplate(operation.url)) continue;
      // One after another: the batch has no slots yet, and what it asks may be a database.
      if (await allow(operation, outer)) allowed.add(operation.index);
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
        onError(error);
        reject(cannotTell());
      })
      .finally(end);
  });
  if (refused.length > 0) throw notAllowed(refused);
  return allowed;
}

function notAllowed(refused: readonly Operation[]): BatchProblem {
  const errors = refused.slice(0, MAX_ISSUES).map(({ index, method }) => ({
    pointer: toPointer('requests', index),
    code: 'not-allowed',
    detail: `${method} of this URL cannot be part of a batch here`,
  }));
  return new BatchProblem('not-allowed', `${refused.length} operation(s) may not run here; nothing has run`, {
    extensions: { errors },
  });
}

function tooLate(): BatchProblem {
  const detail =
    'Whether all may run was not known in time; nothing has run, and the batch may be sent again';
  return new BatchProblem('not-started', detail, { headers: { 'retry-after': String(RETRY_AFTER_SECONDS) } });
}

function cannotTell(): BatchProblem {
  return new BatchProblem('internal', 'The server could not tell whether all may run; nothing has run', {
    extensions: { executed: false },
  });
}
