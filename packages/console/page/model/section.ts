import { type Signal, signal } from '@preact/signals';

/** The parts of the page. */
export type Section = 'batch' | 'explain' | 'later';

/** The part of the page that is shown. */
export const section: Signal<Section> = signal('batch');
