import type { WireOperation } from '@multistatus/client';
import { valueAt } from '@multistatus/wire';
import type { GraphOperation } from './operation-graph.js';
import { parseDraft } from './parse-draft.js';

/** A longer draft is not read, because it would be read again with every key. */
const MAX_LENGTH = 1_000_000;

/** Returns the operations of a draft, as far as they have the right form; `undefined` if it has none, or is not JSON. */
export function readDraft(text: string): readonly GraphOperation[] | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  try {
    const { requests } = parseDraft(text);
    return requests.length === 0 ? undefined : requests.map(toOperation);
  } catch {
    return undefined;
  }
}

function toOperation(value: WireOperation, index: number): GraphOperation {
  const { id, method, url } = value;
  const list = (name: string): readonly unknown[] => {
    const member = valueAt(value, [name]);
    return Array.isArray(member) ? member : [];
  };
  const headers = Object.entries(valueAt(value, ['headers']) ?? {});
  const group = textOf(valueAt(value, ['atomicityGroup']));
  return {
    index,
    id,
    method,
    url,
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
