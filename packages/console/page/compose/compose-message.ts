import { type Signal, signal } from '@preact/signals';

/** What the last action did, or why it failed: a sentence for the user, which screen readers read aloud. */
export const composeMessage: Signal<string> = signal('');
