import { type Signal, signal } from '@preact/signals';

/** What the dialog "send again" is open for; `undefined` if it is closed. */
export const resendScope: Signal<
  | {
      readonly title: string;
      /** The indexes of the operations; `undefined` for all that failed. */
      readonly indexes: readonly number[] | undefined;
    }
  | undefined
> = signal(undefined);
