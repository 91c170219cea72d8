import { type Signal, signal } from '@preact/signals';

/**
 * The headers that every request of the page gets, such as Authorization. They are kept in memory only: never in storage, in a URL,
 * or in what is copied without being asked for.
 */
export const accessHeaders: Signal<readonly (readonly [name: string, value: string])[]> = signal([]);
