import { BATCH_MEDIA_TYPES, RESPONSE_MEDIA_TYPES } from '../formats/formats.js';
import type { EnvelopeResponse } from '../http/envelope.js';
import type { ResolvedOptions } from '../options/resolve-options.js';

/** The methods that the endpoint knows. */
export const ALLOWED_METHODS = 'GET, HEAD, OPTIONS, POST';

/** Whether a method asks about the endpoint and sends no batch. */
export function isDescriptive(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/** Answers GET, HEAD and OPTIONS: what may be sent, and what comes back. May be kept for five minutes. */
export function describeEndpoint({
  limits,
  basePath,
}: Pick<ResolvedOptions, 'limits' | 'basePath'>): EnvelopeResponse {
  const description = { limits, accept: BATCH_MEDIA_TYPES, formats: RESPONSE_MEDIA_TYPES, basePath };
  return {
    status: 200,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'max-age=300',
      allow: ALLOWED_METHODS,
      'accept-post': BATCH_MEDIA_TYPES.join(', '),
    },
    body: JSON.stringify(description),
  };
}
