import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/** The look of the editor, in the colours of the page: custom properties are inherited by shadow roots. */
export const codeTheme: Extension = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--panel)', fontSize: 'var(--small)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55' },
  '.cm-content': { caretColor: 'var(--ink)', paddingBlock: '0.5rem' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': {
    color: 'var(--ink-soft)',
    backgroundColor: 'var(--sunken)',
    borderRight: '1px solid var(--line)',
  },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--sunken) 60%, transparent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 25%, transparent)',
  },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 20%, transparent)',
    outline: '1px solid var(--accent)',
  },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--failed-ground)' },
  '.fault': {
    textDecoration: 'underline wavy var(--failed)',
    textDecorationSkipInk: 'none',
    textUnderlineOffset: '3px',
  },
  '.fault-gutter': { width: '1.2em', textAlign: 'center' },
  '.fault-mark': { color: 'var(--failed)', fontWeight: 'bold', cursor: 'default' },
});
