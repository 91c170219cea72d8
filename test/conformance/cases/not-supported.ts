import type { ConformanceCase } from '../case.js';
import { type Refusal, refusalCase } from '../refusal-case.js';

const READ = { method: 'GET', url: '/echo' };
const one = (operation: unknown): unknown => ({ requests: [operation] });
const first = (member: string): string => `#/requests/0/${member}`;

const NOT_SUPPORTED: readonly Refusal[] = [
  {
    id: 'C170',
    title: 'dependsOn',
    batch: {
      requests: [
        { ...READ, id: 'a' },
        { ...READ, dependsOn: ['a'] },
      ],
    },
    at: '#/requests/1/dependsOn',
    everySetup: true,
  },
  {
    id: 'C171',
    title: 'references',
    batch: { requests: [READ, { ...READ, references: [{ at: '/body', from: '0', value: '/body' }] }] },
    at: '#/requests/1/references',
  },
  {
    id: 'C172',
    title: 'atomicityGroup',
    batch: one({ ...READ, atomicityGroup: 'g' }),
    at: first('atomicityGroup'),
  },
  {
    id: 'C173',
    title: 'a $id url',
    batch: {
      requests: [
        { ...READ, id: 'a' },
        { method: 'GET', url: '$a' },
      ],
    },
    at: '#/requests/1/url',
  },
  {
    id: 'C174',
    title: 'a $id url with a rest',
    batch: {
      requests: [
        { ...READ, id: 'a' },
        { method: 'GET', url: '$a/rest?x=1' },
      ],
    },
    at: '#/requests/1/url',
  },
  {
    id: 'C175',
    title: 'a variable in a url',
    batch: one({ method: 'GET', url: '/albums/{id}' }),
    at: first('url'),
  },
  {
    id: 'C176',
    title: 'execution',
    batch: { requests: [READ], execution: 'sequential' },
    at: '#/execution',
    everySetup: true,
  },
  { id: 'C177', title: 'onError', batch: { requests: [READ], onError: 'stop' }, at: '#/onError' },
];

/** Members that are specified and do nothing yet: refused, never ignored. */
export const notSupportedCases: readonly ConformanceCase[] = NOT_SUPPORTED.map((row) =>
  refusalCase({ ...row, title: `${row.title} is refused while it does nothing`, code: 'not-supported' }),
);
