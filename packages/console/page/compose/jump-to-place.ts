import { draft } from '../model/draft.js';
import { draftEditor } from './draft-editor.js';

/** Selects the value that a JSON Pointer leads to in the draft, if the text is JSON. */
export async function jumpToPlace(pointer: string): Promise<void> {
  const { locatePointers } = await import('@multistatus/core/check');
  const text = draft.value;
  try {
    JSON.parse(text);
  } catch {
    return;
  }
  const fragment = pointer.startsWith('#')
    ? pointer
    : `#${pointer.split('/').map(encodeURIComponent).join('/')}`;
  const range = locatePointers(text, [fragment]).get(fragment);
  if (range === undefined) return;
  draftEditor.value?.select(range);
  draftEditor.value?.focus();
}
