import { type Signal, signal } from '@preact/signals';

/** The batch that stood ready in the editor, and looked right: it is not checked before it is changed or sent, so the code for that is not loaded. */
export const readyDraft: Signal<string | undefined> = signal(undefined);
