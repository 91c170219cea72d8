import { BATCH_CONNECTIONS } from './own-contenders.mjs';

/** What others do the same work with: names in tables, by file in `contenders/`. */
export const PEERS = {
  loopback: 'loopback HTTP by hand, Express 5',
  'fastify-inject': 'fastify 5, inject in a handler',
  trpc: 'tRPC 11, batch',
  orpc: 'oRPC 1, batch plugin',
  bassmaster: 'hapi 21, bassmaster 3',
  'batch-request': 'batch-request, Express 5',
};

/**
 * All of {@link PEERS}, each asked for a batch of 100.
 *
 * @param {object} [options] for the `serve` of each
 * @returns {import('../measure/http-subject.mjs').HttpContender[]}
 */
export function peers(options) {
  return Object.entries(PEERS).map(([contender, name]) => ({
    name,
    contender,
    options,
    operations: 100,
    connections: BATCH_CONNECTIONS,
  }));
}
