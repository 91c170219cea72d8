import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';

/** A button that copies a text. Browsers have a clipboard only on https and on localhost; elsewhere the button is not shown. */
export function CopyButton({
  text,
  label,
}: {
  readonly text: string;
  readonly label: string;
}): JSX.Element | null {
  const state = useSignal<'ready' | 'copied' | 'failed'>('ready');
  if (!('clipboard' in navigator)) return null;
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => {
        state.value = 'copied';
      },
      () => {
        state.value = 'failed';
      },
    );
  };
  return (
    <>
      <button type="button" aria-label={label} onClick={copy}>
        Copy
      </button>
      <span class="soft" role="status">
        {state.value === 'copied'
          ? 'Copied'
          : state.value === 'failed'
            ? 'The browser did not allow this'
            : ''}
      </span>
    </>
  );
}
