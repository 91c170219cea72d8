import { type Signal, signal } from '@preact/signals';

/** What the user has dropped, pasted or chosen. */
export interface ExplainSource {
  /** The name of the file; `undefined` for a text. */
  readonly name: string | undefined;
  readonly content: Blob | string;
}

/** What is explained; `undefined` until there is something. */
export const explainSource: Signal<ExplainSource | undefined> = signal(undefined);

/** Takes the first file of a drop, of the clipboard or of a file chooser. Returns `false` if there is none. */
export function takeFile(files: FileList | undefined): boolean {
  const file = files?.[0];
  if (file === undefined) return false;
  explainSource.value = { name: file.name, content: file };
  return true;
}
