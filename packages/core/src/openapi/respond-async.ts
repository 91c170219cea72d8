import { countOf } from '@multistatus/wire';
import type { ResolvedOptions } from '../options/resolve-options.js';
import type { ProblemSlug } from '../problem/problem-types.js';
import { replayedHeader } from './idempotency-key.js';
import { MONITOR_CONTENT } from './monitor-content.js';
import type { OpenApiResponse } from './path-item.js';
import { NEGOTIATED_HEADERS, POLL_AFTER } from './response-headers.js';

type AsyncOptions = Pick<ResolvedOptions, 'async' | 'journal'>;

/**
 * Describes the preferences with which a client asks to be answered later, by name. `exception` says for what the limit of bytes does
 * not hold. Returns nothing without the option `async`.
 */
export function asyncPreferences(
  { async }: AsyncOptions,
  unit: 'operation' | 'item',
  exception = '',
): Readonly<Record<string, string>> {
  if (async === undefined) return {};
  const { maxOperations, maxBodyBytes } = async.limits;
  const size = `up to ${countOf(maxOperations, unit)} and ${countOf(maxBodyBytes, 'byte')}${exception}`;
  return {
    'respond-async': `the request is kept and answered 202, and runs afterwards; ${size}`,
    'wait=n': 'with `respond-async`: a request that ends within n seconds is answered at once',
  };
}

/** Describes the 202 of a request that is answered later. Returns nothing without the option `async`. */
export function asyncResponses({ async, journal }: AsyncOptions): Record<string, OpenApiResponse> {
  if (async === undefined) return {};
  return {
    '202': {
      description:
        'The request has been kept, and runs now or later. GET of the monitor returns its progress, and then its answer.',
      headers: {
        Location: { description: 'The path of the monitor.', schema: { type: 'string' } },
        'Retry-After': POLL_AFTER,
        ...NEGOTIATED_HEADERS,
        ...replayedHeader({ journal }),
      },
      content: MONITOR_CONTENT,
    },
  };
}

/** Returns the problems with which a request that is to be answered later can be refused, besides those of all requests. */
export function asyncProblems({ async }: AsyncOptions): ProblemSlug[] {
  return async === undefined ? [] : ['too-many-batches', 'queue-full', 'queue-unavailable'];
}
