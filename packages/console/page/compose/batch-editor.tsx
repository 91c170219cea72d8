import { type Signal, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { draft } from '../model/draft.js';
import { draftEditor } from './draft-editor.js';

const LABEL = 'Batch in JSON. Tab leaves the editor, Control and Enter send the batch.';

/** True once the code editor has replaced the textarea. */
const isCodeShown: Signal<boolean> = signal(false);

/** The editor of the draft: a textarea until the code editor is loaded, and if it cannot be loaded. */
export function BatchEditor(): JSX.Element {
  const area = useRef<HTMLTextAreaElement>(null);
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const textarea = area.current;
    if (textarea !== null) draftEditor.value = editorOf(textarea);
    void replaceTextarea(textarea, host.current);
  }, []);
  return (
    <div class="editor">
      <textarea
        ref={area}
        aria-label={LABEL}
        spellcheck={false}
        autocomplete="off"
        hidden={isCodeShown.value}
        value={isCodeShown.value ? '' : draft.value}
        onInput={(event) => {
          draft.value = event.currentTarget.value;
        }}
      />
      <div ref={host} class="code" hidden={!isCodeShown.value} />
    </div>
  );
}

function editorOf(textarea: HTMLTextAreaElement): NonNullable<typeof draftEditor.value> {
  return {
    selection: () => ({ start: textarea.selectionStart, end: textarea.selectionEnd }),
    select: ({ start, end }) => {
      textarea.setSelectionRange(start, end);
      const line = textarea.value.slice(0, start).split('\n').length;
      const height = Number.parseFloat(getComputedStyle(textarea).lineHeight) || 20;
      textarea.scrollTop = line * height - textarea.clientHeight / 2;
    },
    focus: () => textarea.focus(),
  };
}

/** Keeps text, caret and focus. Waits while an input method composes a character. */
async function replaceTextarea(
  textarea: HTMLTextAreaElement | null,
  host: HTMLDivElement | null,
): Promise<void> {
  if (textarea === null || host === null) return;
  let isComposing = false;
  textarea.addEventListener('compositionstart', () => {
    isComposing = true;
  });
  const composed = new Promise<void>((resolve) => {
    textarea.addEventListener('compositionend', () => {
      isComposing = false;
      resolve();
    });
  });
  const code = await import('./code-editor.js').catch(() => undefined);
  if (code === undefined) return;
  if (isComposing) await composed;
  const hadFocus = document.activeElement === textarea;
  const { selectionStart: start, selectionEnd: end } = textarea;
  const editor = code.createCodeEditor(host.attachShadow({ mode: 'open', delegatesFocus: true }), {
    start,
    end,
    label: LABEL,
  });
  textarea.hidden = true;
  host.hidden = false;
  isCodeShown.value = true;
  draftEditor.value = editor;
  if (hadFocus) editor.focus();
}
