import { toAcceptQuery } from '../http/accept-query.js';
import type { EnvelopeResponse } from '../http/envelope.js';
import type { ResolvedOptions } from '../options/resolve-options.js';

/** The methods that a batch endpoint supports, as the value of an Allow header. */
export const ALLOWED_METHODS = 'GET, HEAD, OPTIONS, POST, QUERY';

/** Checks whether a method asks for the description of the endpoint, and so carries no batch. */
export function isDescriptive(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/**
 * Returns the answer to GET, HEAD and OPTIONS: the limits, the accepted media types, the formats of the answer, and the
 * headers that options make operations inherit, deny to them or allow them, and whether it has a journal and transactions. `async`
 * says how batches are answered later, if they are. Caches may keep it for five minutes.
 */
export function describeEndpoint(
  {
    limits,
    formats: { batchTypes, answerTypes },
    basePath,
    root,
    headers: { inherit, allow, deny },
    journal,
    transaction,
  }: Pick<
    ResolvedOptions,
    'limits' | 'formats' | 'basePath' | 'root' | 'headers' | 'journal' | 'transaction'
  >,
  async?: Readonly<Record<string, unknown>>,
): EnvelopeResponse {
  const ofOptions = {
    inherited: [...inherit].filter((name) => !allow.has(name)),
    denied: [...deny.names, ...deny.prefixes.map((prefix) => `${prefix}*`)].filter(
      (name) => !allow.has(name),
    ),
    ...(allow.size === 0 ? {} : { allowed: [...allow] }),
  };
  const isDefault = inherit.size + allow.size + deny.names.size + deny.prefixes.length === 0;
  const headers = isDefault ? {} : { headers: ofOptions };
  const idempotency = journal === undefined ? {} : { idempotency: true };
  const transactions = transaction === undefined ? {} : { transactions: true };
  const description = {
    limits,
    accept: batchTypes,
    formats: answerTypes,
    basePath,
    root: root === '' ? '/' : root,
    ...headers,
    ...idempotency,
    ...transactions,
    async,
  };
  return {
    status: 200,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'max-age=300',
      allow: ALLOWED_METHODS,
      'accept-post': batchTypes.join(', '),
      'accept-query': toAcceptQuery(batchTypes),
    },
    body: JSON.stringify(description),
  };
}
