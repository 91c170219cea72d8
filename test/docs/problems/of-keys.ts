import type { Journal, JournalEntry } from '@multistatus/core/adapter';
import { journalOf } from '../../conformance/journals.js';
import { type Exchange, type Producer, problemOf } from './problem-exchange.js';

const POST = { requests: [{ id: 'new', method: 'POST', url: '/photos', body: { title: 'Tram 28' } }] };
const SENT = { headers: { 'idempotency-key': '"k1"', 'x-user': 'ana' }, body: POST };

/** An entry of a request whose server was killed after its first operation had started. */
const INTERRUPTED: JournalEntry = {
  batchId: '00000000-0000-4000-8000-000000000000',
  total: undefined,
  isResumed: true,
  claimed: new Map([[0, { unit: 0 }]]),
  read: () => Promise.resolve(new Map()),
  claim: () => Promise.resolve(true),
  settle: () => Promise.resolve(true),
  settleWithin: () => Promise.resolve(true),
  withdraw: () => Promise.resolve(true),
  end: () => Promise.resolve(),
};

function keyed({
  journal = journalOf('works'),
  ...exchange
}: Exchange & { journal?: Journal }): ReturnType<Producer> {
  return problemOf({ ...SENT, ...exchange, batch: { journal, ...exchange.batch } });
}

/** The problems of requests with an Idempotency-Key. */
export const OF_KEYS: Readonly<Record<string, Producer>> = {
  unidentified: () => keyed({ headers: { 'idempotency-key': '"k1"' } }),
  'invalid-idempotency-key': () => keyed({ headers: { 'idempotency-key': '""', 'x-user': 'ana' } }),
  'idempotency-key-missing': () =>
    keyed({ batch: { idempotency: { required: true } }, headers: { 'x-user': 'ana' } }),
  'idempotency-in-progress': () =>
    keyed({ body: { requests: [{ id: 'second', method: 'POST', url: '/second' }] } }),
  'idempotency-key-reused': () =>
    keyed({
      before: (send) => send(SENT),
      body: { requests: [{ id: 'other', method: 'POST', url: '/photos' }] },
    }),
  'journal-unavailable': () => keyed({ journal: journalOf('cannot-begin') }),
  interrupted: () =>
    keyed({
      journal: { ...journalOf('works'), open: () => Promise.resolve({ state: 'open', entry: INTERRUPTED }) },
    }),
};
