import type { CommandContext } from '../command.js';

/** What Ctrl-C does while a batch is followed. */
export interface InterruptActions {
  /** Returns false as long as there is nothing to cancel: Ctrl-C then ends the command. */
  readonly canCancel: () => boolean;
  /** Called before a question is asked. */
  readonly pause: () => void;
  /** Cancels the batch. Must not reject. */
  readonly cancel: () => Promise<void>;
  /** Ends the following, and leaves the batch running. */
  readonly leave: () => void;
}

const QUESTION = 'Cancel the batch? y: cancel it, l: leave it running, Enter: go on following: ';

/**
 * Asks at Ctrl-C what to do. Without a terminal, and at a second Ctrl-C, the batch is left running. Ends when `ended` is aborted.
 */
export function handleInterrupts(
  { catchInterrupt, ask }: Pick<CommandContext, 'catchInterrupt' | 'ask'>,
  { canCancel, pause, cancel, leave }: InterruptActions,
  ended: AbortSignal,
): void {
  const decide = async (): Promise<void> => {
    if (!canCancel()) return leave();
    pause();
    const next = catchInterrupt();
    const answer = await ask?.(QUESTION, AbortSignal.any([next, ended]));
    if (ended.aborted) return;
    if (answer === undefined || next.aborted || /^\s*l/i.test(answer)) leave();
    else if (!/^\s*y/i.test(answer)) listen(next);
    else {
      next.addEventListener('abort', leave, { once: true });
      await cancel();
    }
  };
  const listen = (interrupt: AbortSignal): void => {
    const onAbort = (): void => void decide();
    interrupt.addEventListener('abort', onAbort, { once: true });
    if (interrupt.aborted) onAbort();
  };
  listen(catchInterrupt());
}
