import type { Exchange } from '../encode/exchange.js';
import type { AnswerChoice } from '../formats/format-index.js';
import type { EnvelopeRequest } from '../http/envelope.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import type { AnswerPreferences } from '../plan/accepted-batch.js';
import { itemsPathOf } from './item-operation.js';

/** A list that is answered: where it was sent, and how its client wants the answer. */
interface AnsweredList {
  readonly path: string;
  readonly host: string | undefined;
  readonly answer: Pick<AnswerPreferences, 'isMinimal' | 'applied'>;
}

/** Returns what the answer to a list depends on. `request` is the request that is answered. */
export function listExchange(
  { path, host, answer: { isMinimal, applied } }: AnsweredList,
  { headers, outer, responseHeaders }: Pick<EnvelopeRequest, 'headers' | 'outer' | 'responseHeaders'>,
  {
    options,
    choice,
    maxResponseBytes,
  }: {
    readonly options: ResolvedOptions;
    readonly choice: AnswerChoice;
    readonly maxResponseBytes: number;
  },
): Exchange {
  return {
    options,
    maxResponseBytes,
    choice,
    outer,
    headers,
    host,
    responseHeaders,
    path,
    operationsPath: itemsPathOf(path),
    namedBy: 'index',
    isMinimal,
    applied,
  };
}
