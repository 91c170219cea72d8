import { isBatchError, type Outcome, planResend, type ResendPlan } from '@multistatus/client';
import type { StatusResponse } from '@multistatus/document';
import type { Run } from '../model/run.js';

/** Returns what of a run may be sent again: all, or only the operations with some indexes. */
export function planOf(run: Run, only?: Iterable<number>): ResendPlan {
  const { batch, operations, rows } = run;
  const idOf = (index: number): string => operations[index]?.id ?? '';
  const outcomes = new Map<string, Pick<Outcome, 'ok' | 'executed' | 'response'>>();
  const error = run.error.value;
  if (isBatchError(error) && error.executed === false) {
    const refused = { ok: false, executed: false, response: { href: '', status: 503 } } as const;
    for (const index of run.sent) outcomes.set(idOf(index), refused);
  }
  for (const { index, state, executed, response } of rows.all) {
    outcomes.set(idOf(index), { ok: state === 'succeeded', executed, response: response as StatusResponse });
  }
  return planResend(batch, { outcomes }, only === undefined ? {} : { only: [...only].map(idOf) });
}
