import { type Signal, signal } from '@preact/signals';

/** What the last button did, or why it could not: a sentence for the user, which screen readers read aloud. */
export const composeMessage: Signal<string> = signal('');
