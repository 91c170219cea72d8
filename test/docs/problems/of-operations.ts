import { type Producer, problemOf } from './problem-exchange.js';

const LINES = { 'content-type': 'application/jsonl' };
const POST = { method: 'POST', url: '/photos', body: { title: 'Tram 28' } };
const GROUP = [
  { id: 'a', atomicityGroup: 'g', ...POST },
  { id: 'b', atomicityGroup: 'g', method: 'DELETE', url: '/photos/9' },
];
const DELETE = { id: 'gone', method: 'DELETE', url: '/photos/9' };
const READ = { id: 'after', method: 'GET', url: '/photos/7' };

/** The problems of single operations. */
export const OF_OPERATIONS: Readonly<Record<string, Producer>> = {
  'invalid-operation': () => problemOf({ headers: LINES, body: '{ "method": "GET", "url": "photos/7" }\n' }),
  'not-allowed': () =>
    problemOf({ batch: { allow: ({ method }) => method === 'GET' }, body: { requests: [DELETE] } }),
  'nested-batch': () =>
    problemOf({ body: { requests: [{ method: 'POST', url: '/batch', body: { requests: [READ] } }] } }),
  'failed-dependency': () => problemOf({ body: { requests: [DELETE, { ...READ, dependsOn: ['gone'] }] } }),
  'reference-unresolved': () =>
    problemOf({
      body: {
        requests: [
          { id: 'new', ...POST },
          {
            method: 'GET',
            url: '/photos/{photo}',
            references: [{ at: '/url/photo', from: 'new', value: '/body/photoId' }],
          },
        ],
      },
    }),
  stopped: () => problemOf({ body: { onError: 'stop', requests: [DELETE, READ] } }),
  'rolled-back': () =>
    problemOf({ batch: { transaction: (_group, run) => run(undefined) }, body: { requests: GROUP } }),
  'commit-failed': () =>
    problemOf({
      batch: {
        transaction: async (_group, run) => {
          await run(undefined);
          throw new Error('the connection was lost during COMMIT');
        },
      },
      body: { requests: GROUP.slice(0, 1) },
    }),
  'transaction-contract-broken': () =>
    problemOf({
      batch: {
        transaction: async (_group, run) => {
          await run(undefined).catch(() => undefined);
        },
      },
      body: { requests: GROUP },
    }),
  'transaction-unavailable': () =>
    problemOf({
      batch: { transaction: () => Promise.reject(new Error('no connection is free')) },
      body: { requests: GROUP },
    }),
  'operation-timeout': () =>
    problemOf({
      batch: { limits: { operationTimeoutMs: 50 } },
      body: { requests: [{ method: 'GET', url: '/never' }] },
    }),
  'not-started': () =>
    problemOf({
      batch: { limits: { batchTimeoutMs: 50, concurrency: 1 } },
      body: { requests: [{ id: 'slow', method: 'GET', url: '/never' }, READ] },
      of: 'after',
    }),
  'no-response': () => problemOf({ body: { requests: [{ method: 'GET', url: '/broken' }] } }),
  'invalid-response': () => problemOf({ body: { requests: [{ method: 'GET', url: '/wrong' }] } }),
  internal: () =>
    problemOf({
      batch: {
        target: () => {
          throw new Error('hidden from the client');
        },
      },
      body: { requests: [READ] },
    }),
};
