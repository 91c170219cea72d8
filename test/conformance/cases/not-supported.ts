import { get } from '../batch-requests.js';
import type { ConformanceCase } from '../case.js';
import { refusalCase } from '../refusal-case.js';

const READ = get('/echo');

/** Members that other batch protocols have and this one does not: refused, never ignored. */
export const notSupportedCases: readonly ConformanceCase[] = (
  [
    ['C904', 'the condition of OData', { requests: [READ, { ...READ, if: '$0 eq 200' }] }, '#/requests/1/if'],
    ['C905', 'a whole batch that is atomic', { requests: [READ], atomic: true }, '#/atomic'],
    ['C906', 'the failOnErrors of SCIM', { requests: [READ], failOnErrors: 1 }, '#/failOnErrors'],
    [
      'C907',
      'the omitted results of Facebook',
      { requests: [{ ...READ, omit_response_on_success: true }] },
      '#/requests/0/omit_response_on_success',
    ],
    ['C908', 'a condition on the whole batch', { requests: [READ], 'if-match': '"v1"' }, '#/if-match'],
  ] as const
).map(([id, title, batch, at]) =>
  refusalCase({ id, title: `${title} is refused, not ignored`, batch, at, code: 'unknown-member' }),
);
