import type { Outcome } from '@multistatus/client';
import type { MultistatusResponse } from '@multistatus/document';

/** How an operation ended; `pending` while it has no outcome. */
export type RowState = 'pending' | 'succeeded' | 'failed' | 'other';

/** An outcome as the page shows it: of an operation that was sent, or of a document that was dropped on the page. */
export interface Row {
  /** The index of the operation in its batch, or of the response in its document. */
  readonly index: number;
  /** The id of the operation; `''` if it has none. */
  readonly id: string;
  /** `undefined` if the request is not known. */
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly state: Exclude<RowState, 'pending'>;
  /** True if the operation ran. */
  readonly executed: boolean | 'unknown';
  readonly response: MultistatusResponse;
}

/** Returns the row of an operation that was sent. */
export function toRow(
  outcome: Outcome,
  { index, method, url }: { readonly index: number; readonly method: string; readonly url: string },
): Row {
  const { id, status, ok, executed, response } = outcome;
  const state = ok ? 'succeeded' : status >= 300 && status < 400 ? 'other' : 'failed';
  return { index, id, method, url, state, executed, response };
}
