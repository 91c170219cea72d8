import type { Signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

/** The properties of {@link Dialog}. */
export interface DialogProps {
  readonly label: string;
  /** True while it is open. Escape and the button at its top close it. */
  readonly open: Signal<boolean>;
  readonly children: ComponentChildren;
}

/** A modal dialog. Its content is rendered only while it is open. */
export function Dialog({ label, open, children }: DialogProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const isOpen = open.value;
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={() => (open.value = false)}>
      <header>
        <h2 id={id}>{label}</h2>
        <button type="button" onClick={() => (open.value = false)}>
          Close
        </button>
      </header>
      {isOpen ? children : null}
    </dialog>
  );
}
