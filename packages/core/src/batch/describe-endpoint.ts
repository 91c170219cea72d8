import type { EnvelopeResponse } from '../http/envelope.js';
import type { ResolvedOptions } from '../options/resolve-options.js';

/** The methods that a batch endpoint supports, as the value of an Allow header. */
export const ALLOWED_METHODS = 'GET, HEAD, OPTIONS, POST';

/** Checks whether a method asks for the description of the endpoint, and so carries no batch. */
export function isDescriptive(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/**
 * Returns the answer to GET, HEAD and OPTIONS: the limits, the accepted media types, the formats of the answer, and the
 * headers that options make operations inherit or deny to them, and whether it has a journal. `async` says how batches are answered
 * later, if they are. Caches may keep it for five minutes.
 */
export function describeEndpoint(
  {
    limits,
    formats: { batchTypes, answerTypes },
    basePath,
    headers: { inherit, allow, deny },
    journal,
  }: Pick<ResolvedOptions, 'limits' | 'formats' | 'basePath' | 'headers' | 'journal'>,
  async?: Readonly<Record<string, unknown>>,
): EnvelopeResponse {
  const ofOptions = {
    inherited: [...inherit].filter((name) => !allow.has(name)),
    denied: [...deny.names, ...deny.prefixes.map((prefix) => `${prefix}*`)].filter(
      (name) => !allow.has(name),
    ),
  };
  const headers = ofOptions.inherited.length + ofOptions.denied.length === 0 ? {} : { headers: ofOptions };
  const idempotency = journal === undefined ? {} : { idempotency: true };
  const description = {
    limits,
    accept: batchTypes,
    formats: answerTypes,
    basePath,
    ...headers,
    ...idempotency,
    async,
  };
  return {
    status: 200,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'max-age=300',
      allow: ALLOWED_METHODS,
      'accept-post': batchTypes.join(', '),
    },
    body: JSON.stringify(description),
  };
}
