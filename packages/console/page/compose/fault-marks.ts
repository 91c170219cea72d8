import { type Extension, RangeSet, StateEffect, type StateEffectType, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, GutterMarker, gutter } from '@codemirror/view';
import type { DraftFault } from './draft-fault.js';

/** Shows the faults of the draft in the editor, in place of those that were shown before. */
export const showFaults: StateEffectType<readonly DraftFault[]> = StateEffect.define<readonly DraftFault[]>();

/** A sign in the gutter, beside a line with faults. */
class FaultMarker extends GutterMarker {
  readonly #details: string;

  constructor(details: string) {
    super();
    this.#details = details;
  }

  override toDOM(): Node {
    const mark = document.createElement('span');
    mark.className = 'fault-mark';
    mark.textContent = '✕';
    mark.title = this.#details;
    return mark;
  }
}

interface Marks {
  readonly underlines: DecorationSet;
  readonly signs: RangeSet<GutterMarker>;
}

const marks = StateField.define<Marks>({
  create: () => ({ underlines: Decoration.none, signs: RangeSet.empty }),
  update: (before, { changes, effects, state }) => {
    const shown = effects.find((effect) => effect.is(showFaults));
    if (shown === undefined)
      return { underlines: before.underlines.map(changes), signs: before.signs.map(changes) };
    const faults = (shown.value as readonly DraftFault[]).filter(({ end }) => end <= state.doc.length);
    const byLine = new Map<number, string[]>();
    for (const { start, detail } of faults) {
      const { from } = state.doc.lineAt(start);
      byLine.set(from, [...(byLine.get(from) ?? []), detail]);
    }
    const underlines = faults
      .filter(({ start, end }) => end > start)
      .map(({ start, end, detail }) =>
        Decoration.mark({ class: 'fault', attributes: { title: detail } }).range(start, end),
      );
    const signs = [...byLine].map(([from, details]) => new FaultMarker(details.join('\n')).range(from));
    return { underlines: Decoration.set(underlines, true), signs: RangeSet.of(signs, true) };
  },
  provide: (field) => EditorView.decorations.from(field, ({ underlines }) => underlines),
});

/** Underlines faults, and marks their lines in a gutter. */
export const faultMarks: Extension = [
  marks,
  gutter({ class: 'fault-gutter', markers: (view) => view.state.field(marks).signs }),
];
