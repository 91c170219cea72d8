import { valueAt } from '@multistatus/wire';
import type { GraphOperation } from './operation-graph.js';

/** A longer draft would be read again with every key. */
const MAX_LENGTH = 1_000_000;

/** Returns the operations of a draft, as far as they have the right form; `undefined` if it is no batch in JSON. */
export function readDraft(text: string): readonly GraphOperation[] | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  let batch: unknown;
  try {
    batch = JSON.parse(text);
  } catch {
    return undefined;
  }
  const requests = valueAt(batch, ['requests']);
  if (!Array.isArray(requests)) return undefined;
  return requests.map(toOperation);
}

function toOperation(value: unknown, index: number): GraphOperation {
  const text = (name: string, fallback: string): string => textOf(valueAt(value, [name])) ?? fallback;
  const list = (name: string): readonly unknown[] => {
    const member = valueAt(value, [name]);
    return Array.isArray(member) ? member : [];
  };
  const headers = Object.entries(valueAt(value, ['headers']) ?? {});
  const group = textOf(valueAt(value, ['atomicityGroup']));
  return {
    index,
    id: text('id', String(index)),
    method: text('method', ''),
    url: text('url', ''),
    headers: Object.fromEntries(headers.filter(([, header]) => typeof header === 'string')),
    dependsOn: list('dependsOn').filter((name) => typeof name === 'string'),
    ...(group === undefined ? {} : { atomicityGroup: group }),
    references: list('references').flatMap((reference) => {
      const from = textOf(valueAt(reference, ['from']));
      if (from === undefined) return [];
      return [
        {
          at: textOf(valueAt(reference, ['at'])) ?? '',
          from,
          value: textOf(valueAt(reference, ['value'])) ?? '',
        },
      ];
    }),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
