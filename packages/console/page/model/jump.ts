import { type Signal, signal } from '@preact/signals';

/**
 * A place in the draft, as a JSON Pointer such as `/requests/0/url`: the editor goes there, and sets this to `undefined` again.
 */
export const jumpTo: Signal<string | undefined> = signal(undefined);
