import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { formatSize } from './format-amount.js';
import { splitText } from './split-text.js';

/** How much of a text is drawn at first, in characters. */
export const FIRST_LENGTH = 65_536;
/** How much more is drawn with each click. */
const MORE_LENGTH = 262_144;

/** A text of which only the beginning is drawn if it is long, with a button for more. */
export function LongText({ text }: { readonly text: string }): JSX.Element {
  const shown = useSignal(FIRST_LENGTH);
  const pieces = splitText(text, { first: FIRST_LENGTH, more: MORE_LENGTH, shown: shown.value });
  const rest = text.length - shown.value;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys have to reach it */}
      <pre tabIndex={0}>
        {pieces.map((piece, number) => (
          <span key={number}>{piece}</span>
        ))}
      </pre>
      {rest > 0 && (
        <button
          type="button"
          onClick={() => {
            shown.value += MORE_LENGTH;
          }}
        >
          Show more ({formatSize(rest, 'characters')} left)
        </button>
      )}
    </>
  );
}
