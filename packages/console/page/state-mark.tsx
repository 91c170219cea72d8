import type { JSX } from 'preact';
import type { RowState } from './model/row.js';

/** The shape that stands for each state beside its colour. */
export const STATE_SHAPES: Readonly<Record<RowState, string>> = {
  pending: '○',
  succeeded: '✓',
  failed: '✕',
  other: '↷',
};

/** Shows how an operation ended: a shape, and the status or the word for it. */
export function StateMark({ state, text }: { readonly state: RowState; readonly text: string }): JSX.Element {
  return (
    <span class={`state ${state}`}>
      <span aria-hidden="true">{STATE_SHAPES[state]}</span>
      {text}
    </span>
  );
}
