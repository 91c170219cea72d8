import type { WireBatch } from '@multistatus/client';
import { parseDraft } from './parse-draft.js';

/** What browsers know that can write a number as it was read; TypeScript does not have it yet. */
type RawJson = typeof JSON & { readonly rawJSON?: (text: string) => unknown };

/**
 * Returns a batch as JSON, with the bodies of `composed`, the text that the user wrote, where they are the same: JavaScript has rounded
 * the large numbers in those of `batch`. Older browsers cannot write such numbers.
 */
export function toExactText(batch: WireBatch, composed: string): string {
  const exact = new Map(parseExactly(composed, keepNumber).map(({ id, body }) => [id, body]));
  const rounded = new Map(parseExactly(composed).map(({ id, body }) => [id, body]));
  const requests = batch.requests.map((operation) => {
    const isSame = JSON.stringify(operation.body) === JSON.stringify(rounded.get(operation.id));
    const body = exact.get(operation.id);
    return isSame && body !== undefined ? { ...operation, body } : operation;
  });
  return JSON.stringify({ ...batch, requests });
}

function parseExactly(text: string, revive?: typeof keepNumber): WireBatch['requests'] {
  try {
    return parseDraft(text, revive).requests;
  } catch {
    return [];
  }
}

// oxlint-disable-next-line max-params -- as JSON.parse calls it
function keepNumber(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  const { rawJSON } = JSON as RawJson;
  if (typeof value !== 'number' || source === undefined || String(value) === source) return value;
  return rawJSON === undefined ? value : rawJSON(source);
}
