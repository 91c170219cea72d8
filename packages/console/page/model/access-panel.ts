import { type Signal, signal } from '@preact/signals';

/** True while the panel is open in which the user enters the access headers, such as a token. */
export const accessPanelOpen: Signal<boolean> = signal(false);
