import type { BatchOptions } from '@multistatus/core';
import type { Exchange } from '#core/encode/exchange.js';
import { resolveOptions } from '#core/options/resolve-options.js';

/** What differs from a batch at `/batch` that is answered in JSON. */
export interface ExchangeSettings extends Partial<Omit<Exchange, 'options' | 'choice'>> {
  readonly options?: BatchOptions;
  readonly mediaType?: string;
}

/** Returns the exchange of a batch. */
export function toExchange({
  options = {},
  mediaType = 'application/json',
  ...more
}: ExchangeSettings = {}): Exchange {
  const resolved = resolveOptions(options, []);
  const choice = resolved.formats.answerIn(mediaType);
  if (choice === undefined) throw new TypeError(`no format writes ${mediaType}`);
  return {
    options: resolved,
    maxResponseBytes: resolved.limits.maxResponseBytes,
    choice,
    outer: undefined,
    headers: {},
    host: 'photos.example',
    responseHeaders: {},
    path: `${resolved.basePath}/batch`,
    operationsPath: '/batch/operations/',
    namedBy: 'id',
    isMinimal: false,
    applied: [],
    ...more,
  };
}
