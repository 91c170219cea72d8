import { draft } from '../model/draft.js';
import { endpointState } from '../model/endpoint.js';
import { composeMessage } from './compose-message.js';
import { draftEditor } from './draft-editor.js';
import type { NewOperation } from './insert-operation.js';
import type { AppOperations } from './openapi/load-operations.js';

/** Inserts an operation of the app into the draft. */
export async function insertListed(
  { document }: AppOperations,
  listed: AppOperations['operations'][number],
): Promise<void> {
  const { toOperation } = await import('./openapi/to-operation.js');
  await insertIntoDraft([toOperation(listed, { document, basePath: basePath(), batch: draft.value })]);
}

/** Returns what every URL of an operation begins with. */
export function basePath(): string {
  return endpointState.value?.description?.basePath ?? '';
}

/** Shows that the code that inserts, which is loaded when it is first needed, could not be loaded. */
export function showFailure(): void {
  composeMessage.value =
    'The operation cannot be inserted: a part of the page could not be loaded. Reload the page.';
}

/** Inserts operations where the caret is, and selects what the user has to replace. */
export async function insertIntoDraft(operations: readonly NewOperation[]): Promise<void> {
  const { insertOperations } = await import('./insert-operation.js');
  const { selection, select } = draftEditor.value ?? {};
  const { text, start, end } = insertOperations(draft.value, selection?.().end ?? 0, operations);
  draft.value = text;
  const variable = /\{\w+\}/.exec(
    operations.some(({ references }) => references) ? '' : text.slice(start, end),
  );
  if (variable === null) select?.({ start, end });
  else select?.({ start: start + variable.index, end: start + variable.index + variable[0].length });
  const inserted = operations.map(({ id, method, url }) => `${id}, ${method} ${url}`).join('; ');
  composeMessage.value = `Inserted ${inserted}.${variable === null ? '' : ` Put a value in place of ${variable[0]}.`}`;
}
