import { history, historyKeymap, standardKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { effect } from '@preact/signals';
import { draft } from '../model/draft.js';
import { changeBetween } from './change-between.js';
import { codeTheme } from './code-theme.js';
import type { DraftEditor } from './draft-editor.js';
import { draftFaults } from './draft-faults.js';
import { faultMarks, showFaults } from './fault-marks.js';

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: tags.string, color: 'var(--succeeded)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--other)' },
]);

/**
 * Text that replaces a selection is put in by the editor. Chromium would give it the style of what it replaces, in a style attribute,
 * which the content security policy reports.
 */
const replaceSelected = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    const { inputType, data, isComposing } = event;
    if (inputType !== 'insertText' || data === null || isComposing || view.state.selection.main.empty)
      return false;
    view.dispatch(view.state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true });
    event.preventDefault();
    return true;
  },
});

/** What the code editor takes over from the textarea. */
export interface EditorStart {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

/**
 * Creates an editor for the draft in a shadow root: there its styles are style sheets of its own, which a strict content security
 * policy allows. Tab leaves it, as it leaves every other element.
 */
export function createCodeEditor(root: ShadowRoot, { start, end, label }: EditorStart): DraftEditor {
  let shown = draft.value;
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: shown,
      selection: { anchor: start, head: end },
      extensions: [
        lineNumbers(),
        faultMarks,
        history(),
        json(),
        bracketMatching(),
        drawSelection(),
        highlightActiveLine(),
        syntaxHighlighting(colours),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', tabindex: '0' }),
        keymap.of([...standardKeymap, ...historyKeymap]),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          shown = update.state.doc.toString();
          draft.value = shown;
        }),
        replaceSelected,
        codeTheme,
      ],
    }),
  });
  effect(() => {
    const change = changeBetween(shown, draft.value);
    if (change !== undefined) view.dispatch({ changes: change });
  });
  effect(() => {
    view.dispatch({ effects: showFaults.of(draftFaults.value ?? []) });
  });
  return {
    selection: () => {
      const { from, to } = view.state.selection.main;
      return { start: from, end: to };
    },
    select: (range) => {
      const { length } = view.state.doc;
      view.dispatch({
        selection: { anchor: Math.min(range.start, length), head: Math.min(range.end, length) },
        effects: EditorView.scrollIntoView(Math.min(range.start, length), { y: 'center' }),
      });
    },
    focus: () => view.focus(),
  };
}
