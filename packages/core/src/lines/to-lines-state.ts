import type { SentItem } from '../formats/item-decoder.js';
import { InFlight } from '../run/in-flight.js';
import { RunClock } from '../run/run-clock.js';
import type { RunState } from '../run/run-state.js';
import type { CheckedLine, LinesContext } from './lines-context.js';

/** Returns the state that the items of a list share while they run. */
export function toLinesState<Sent extends SentItem, Checked extends CheckedLine>({
  runContext,
  answered,
  maxResponseBytes,
  journal,
}: Pick<LinesContext<Sent, Checked>, 'runContext' | 'answered' | 'maxResponseBytes' | 'journal'>): RunState {
  return {
    ...runContext,
    answered,
    inFlight: new InFlight(runContext.options.limits.operationTimeoutMs),
    hasEnded: false,
    isClosed: false,
    remainingBytes: maxResponseBytes,
    journal: journal?.outcomes,
    clock: runContext.timing && new RunClock(runContext.timing),
  };
}
