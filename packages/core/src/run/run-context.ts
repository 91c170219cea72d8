import type { ClientSignal } from '../http/client-signal.js';
import type { Operation } from '../operation/operation.js';
import type { Outcome } from '../operation/outcome.js';
import type { AdaptiveSlots } from './adaptive-slots.js';
import type { TimingSettings } from './run-clock.js';
import type { RunState } from './run-state.js';

/** The settings of a run: what {@link RunState} shares, and how steps are scheduled. */
export interface RunContext
  extends Omit<RunState, 'answered' | 'inFlight' | 'hasEnded' | 'isClosed' | 'remainingBytes' | 'clock'> {
  /** True if steps run one at a time. */
  readonly isSequential: boolean;
  /** After how many failures nothing more starts; `undefined` if failures do not stop the run. */
  readonly stopAfter: number | undefined;
  /** The slots that the run shares with the others of its endpoint. @defaultValue `limits.concurrency` slots of its own */
  readonly slots?: AdaptiveSlots | undefined;
  /** Aborts what runs and starts nothing more, as when the client disconnects. */
  readonly abort?: ClientSignal | undefined;
  /** Starts nothing more. Operations and groups that have started run to their end. */
  readonly drain?: ClientSignal | undefined;
  /** How operations are timed; absent if they are not. */
  readonly timing?: TimingSettings | undefined;
  /** Returns the outcome that an operation has already: it does not run again. @defaultValue that in the journal */
  readonly keptOutcomeOf?: ((operation: Operation) => Outcome | undefined) | undefined;
  /** Called with every outcome as soon as it is final. Must not throw. */
  readonly onOutcome: (outcome: Outcome) => void;
}
