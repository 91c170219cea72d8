import { type Signal, signal } from '@preact/signals';

/** The text of the batch that the user composes. */
export const draft: Signal<string> = signal('');
