import { type Signal, signal } from '@preact/signals';

/** The batch that was in the editor when the page was opened, if it looked right. It is checked only when it is changed or sent, so that the page opens without the code for that. */
export const readyDraft: Signal<string | undefined> = signal(undefined);
