import { type Signal, signal } from '@preact/signals';

/** The element that the batch is edited in: a textarea until the code editor is loaded. */
export interface DraftEditor {
  readonly selection: () => { readonly start: number; readonly end: number };
  /** Selects a range and scrolls to it. */
  readonly select: (range: { readonly start: number; readonly end: number }) => void;
  readonly focus: () => void;
}

/** The editor that is shown. */
export const draftEditor: Signal<DraftEditor | undefined> = signal(undefined);
