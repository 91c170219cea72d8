import { draft } from '../model/draft.js';

/** A file with more bytes is not opened, because the editor would be too slow. */
const MAX_BYTES = 20_000_000;

/** Reads a file into the editor. Resolves to what is wrong with it; `undefined` if nothing. */
export async function openFile(file: File): Promise<string | undefined> {
  if (file.size > MAX_BYTES) return `${file.name} has ${file.size} bytes: it is too large to edit here.`;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
    draft.value = text.replaceAll(/\r\n?/g, '\n');
    return undefined;
  } catch {
    return `${file.name} cannot be read as UTF-8 text.`;
  }
}

/** Saves the batch as a file, by a download of the browser. */
export function saveFile(): void {
  const url = URL.createObjectURL(new Blob([draft.value], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'batch.json';
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
