import { type Signal, signal } from '@preact/signals';
import { accessHeaders } from '../model/access.js';
import { draft } from '../model/draft.js';
import { endpointState } from '../model/endpoint.js';
import type { PageConfig } from '../page-config.js';
import { formatJson } from './format-json.js';
import { looksReady } from './looks-ready.js';
import type { AppOperations } from './openapi/load-operations.js';
import { readyDraft } from './ready-draft.js';

/** The operations of the app, or why they are not known; `undefined` while they are loaded, and if there is no document. */
export const appOperations: Signal<AppOperations | { readonly problem: string } | undefined> =
  signal(undefined);

let loading: Promise<void> | undefined;

/** Loads the operations of the app, if it has an OpenAPI document; while they are being loaded, waits for that. Never rejects. */
export function loadAppOperations(config: PageConfig): Promise<void> {
  loading ??= load(config).finally(() => {
    loading = undefined;
  });
  return loading;
}

async function load({ openapi, endpoint }: PageConfig): Promise<void> {
  if (openapi === undefined) return;
  const headers = accessHeaders.value;
  try {
    const { loadOperations } = await import('./openapi/load-operations.js');
    appOperations.value = await loadOperations(openapi, { endpoint, headers });
  } catch (error) {
    appOperations.value = { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Puts a first batch into the editor, which can be sent as it is, unless the user has begun to write one. Never rejects. */
export async function prepareDraft({ batch }: PageConfig): Promise<void> {
  const text = batch === undefined ? await composeReady().catch(() => '') : formatJson(JSON.stringify(batch));
  if (draft.value !== '') return;
  if (batch === undefined || looksReady(batch)) readyDraft.value = text;
  draft.value = text;
}

async function composeReady(): Promise<string> {
  const { plainBatch, readyBatchOf } = await import('./ready-batch.js');
  const basePath = endpointState.value?.description?.basePath ?? '';
  const known = appOperations.value;
  const ofApp =
    known === undefined || 'problem' in known
      ? undefined
      : readyBatchOf(known.operations, { document: known.document, basePath });
  return ofApp ?? plainBatch(basePath);
}
