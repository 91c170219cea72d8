import { freshId } from './fresh-id.js';
import type { NewOperation } from './insert-operation.js';

/** Operations that the user inserts and then changes. */
export interface Template {
  readonly label: string;
  /** Returns the operations, with ids that are not used in the batch yet. `prefix` is the start of every URL. */
  readonly toOperations: (batch: string, prefix: string) => readonly NewOperation[];
}

/** The labels of the templates that are also offered with paths of the app. */
export const CHAIN = 'One that uses the result of another';
export const PAIR = 'Two that succeed or fail together';

/** What can be inserted without a description of the app. */
export const TEMPLATES: readonly Template[] = [
  {
    label: 'GET',
    toOperations: (batch, prefix) => [{ id: freshId('get', batch), method: 'GET', url: `${prefix}/` }],
  },
  {
    label: 'POST with a body',
    toOperations: (batch, prefix) => [
      { id: freshId('create', batch), method: 'POST', url: `${prefix}/items`, body: { title: 'New' } },
    ],
  },
  {
    label: CHAIN,
    toOperations: (batch, prefix) => {
      const first = freshId('new', batch);
      return [
        { id: first, method: 'POST', url: `${prefix}/items`, body: { title: 'New' } },
        {
          id: freshId('check', batch),
          method: 'GET',
          url: `${prefix}/items/{item}`,
          references: [{ at: '/url/item', from: first, value: '/body/id' }],
        },
      ];
    },
  },
  {
    label: PAIR,
    toOperations: (batch, prefix) => {
      const group = freshId('both', batch);
      return ['one', 'two'].map((name) => ({
        id: freshId(name, batch),
        method: 'POST',
        url: `${prefix}/items`,
        body: { title: name },
        atomicityGroup: group,
      }));
    },
  },
];
