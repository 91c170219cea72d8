import { type Signal, signal } from '@preact/signals';

/** True if the server is asked to take the next batch, and to answer it later. */
export const answerLater: Signal<boolean> = signal(false);
