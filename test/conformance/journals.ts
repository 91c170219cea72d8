import { type BatchStore, createJournal, type StoreJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';

/**
 * `works` keeps entries in memory. The others each fail at one step: an entry cannot be begun, or nothing can be written. Clients are
 * told apart by the header `x-user`.
 */
export type JournalName = 'works' | 'cannot-begin' | 'cannot-write';

/** Creates the journal that a case asks for. */
export function journalOf(name: JournalName): StoreJournal<unknown> {
  return createJournal({ store: storeOf(name), identify: userOf });
}

function storeOf(name: JournalName): BatchStore {
  const store = memoryStore();
  const fail = (): Promise<never> => Promise.reject(new Error('secret-detail of a store'));
  const { records } = store;
  if (records !== undefined && name === 'cannot-begin') records.create = fail;
  return {
    check: () => store.check(),
    begin: name === 'cannot-begin' ? fail : (request) => store.begin(request),
    write: name === 'cannot-write' ? fail : (ref, write) => store.write(ref, write),
    read: (ref, from, to) => store.read(ref, from, to),
    sweep: () => store.sweep(),
    records,
  };
}

/** The request object of a host: that of Node, a context of Koa, a Request; core in memory has the request as it was sent. */
function userOf(outer: unknown): string | undefined {
  const { headers } = outer as { readonly headers: Headers | Readonly<Record<string, string | undefined>> };
  return headers instanceof Headers ? (headers.get('x-user') ?? undefined) : headers['x-user'];
}
