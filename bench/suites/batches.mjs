import { HttpSubject } from '../measure/http-subject.mjs';
import { measureInRounds } from '../measure/rounds.mjs';
import { toHttpTable } from '../report/http-table.mjs';
import { BATCH_CONNECTIONS, FRAMEWORKS, own } from './own-contenders.mjs';

/** What others do the same work with: names in tables, by file in `contenders/`. */
export const PEERS = {
  loopback: 'loopback HTTP by hand, Express 5',
  'fastify-inject': 'fastify 5, inject in a handler',
  trpc: 'tRPC 11, batch',
  orpc: 'oRPC 1, batch plugin',
  bassmaster: 'hapi 21, bassmaster 3',
  'batch-request': 'batch-request, Express 5',
};

export const title = 'Batches of 100, against single requests and other batches';

/** @param {import('./suites.mjs').Setting} setting */
export async function run({ pace, tell }) {
  const ours = Object.keys(FRAMEWORKS).flatMap((framework) =>
    ['JSON', 'XML', 'single'].map((way) => own(framework, way)),
  );
  const peers = Object.entries(PEERS).map(([contender, name]) => ({
    name,
    contender,
    operations: 100,
    connections: BATCH_CONNECTIONS,
  }));
  const subjects = [...ours, ...peers].map((contender) => new HttpSubject(contender));
  const { samples } = await measureInRounds(subjects, pace({ rounds: 6, warmUp: 0.8, window: 0.4 }), tell);
  const bases = ['Express 5', 'Koa 3'].map((name) => ({ head: name, name: `${name}, JSON` }));
  return { samples, text: toHttpTable(samples, bases) };
}
