import { type Signal, signal } from '@preact/signals';

/** The index of the operation that is selected: in the list, the graph and the timeline at once. */
export const selectedIndex: Signal<number | undefined> = signal(undefined);
