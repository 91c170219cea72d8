import { type Exchange, type Producer, problemOf } from './problem-exchange.js';

const list = (exchange: Exchange): ReturnType<Producer> =>
  problemOf({ method: 'PATCH', path: '/photos', ...exchange });

/** The problems of bulk requests and of their items. */
export const OF_ITEMS: Readonly<Record<string, Producer>> = {
  'invalid-item': () => list({ body: [{ id: 7, title: '' }] }),
  'malformed-item': () =>
    list({
      headers: { 'content-type': 'application/x-ndjson' },
      body: '{ "title": "Tram 28" }\n{ "title": }\n',
    }),
  'item-too-large': () =>
    list({ bulk: { limits: { maxItemBytes: 40 } }, body: [{ id: 7, title: 'Tram 28 on its way to Graça' }] }),
  'duplicate-key': () =>
    list({
      bulk: { key: 'id' },
      body: [
        { id: 7, title: 'Tram 28' },
        { id: 7, title: 'Tram' },
      ],
    }),
  'invalid-list': () => list({ body: '"[{ \\"id\\": 7 }]"' }),
  'invalid-items': () =>
    list({ bulk: { validateAll: true }, body: [{ id: 7, title: 'Tram 28' }, { id: 8 }] }),
};
