import { json } from '@multistatus/express';
import { cbor } from '../../formats/cbor.js';
import { type Producer, problemOf } from './problem-exchange.js';

const READ = { requests: [{ method: 'GET', url: '/photos/7' }] };

/** The problems that refuse a whole batch. */
export const OF_REQUESTS: Readonly<Record<string, Producer>> = {
  'method-not-allowed': () => problemOf({ method: 'PUT', body: READ }),
  'unsupported-media-type': () =>
    problemOf({ headers: { 'content-type': 'text/csv' }, body: 'GET;/photos/7' }),
  'conditional-batch': () => problemOf({ headers: { 'if-match': '"a"' }, body: READ }),
  'limit-exceeded': () =>
    problemOf({
      batch: { limits: { maxUrlLength: 20 } },
      body: { requests: [{ method: 'GET', url: '/photos/7?fields=id,title' }] },
    }),
  'incomplete-body': () =>
    problemOf({ batch: { limits: { bodyTimeoutMs: 50 } }, body: '{ "requests": [', isHalf: true }),
  'malformed-json': () => problemOf({ body: '{ "requests": [{ "method": "GET", }] }' }),
  'malformed-batch': () =>
    problemOf({
      batch: { formats: [json(), cbor()] },
      headers: { 'content-type': 'application/cbor', accept: 'application/json' },
      body: 'no CBOR',
    }),
  'invalid-batch': () =>
    problemOf({
      body: {
        requests: [
          { method: 'GET', url: 'photos/7' },
          { method: 'GET', uri: '/photos/8' },
        ],
      },
    }),
  'not-acceptable': () => problemOf({ headers: { accept: 'image/png' }, body: READ }),
  'transactions-not-supported': () =>
    problemOf({ body: { requests: [{ method: 'POST', url: '/photos', atomicityGroup: 'g' }] } }),
  'unsafe-operations': () =>
    problemOf({ method: 'QUERY', body: { requests: [{ method: 'DELETE', url: '/photos/9' }] } }),
  'no-capacity': () =>
    problemOf({
      batch: { limits: { maxConcurrentRequests: 1 } },
      body: { requests: [{ method: 'GET', url: '/second' }] },
    }),
  'body-already-consumed': () =>
    problemOf({ middleware: (req, _res, next) => void req.resume().on('end', next), body: READ }),
  'shutting-down': () => problemOf({ before: (_send, endpoint) => endpoint.drain(), body: READ }),
};
