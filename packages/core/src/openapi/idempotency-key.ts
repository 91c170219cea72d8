import type { ResolvedOptions } from '../options/resolve-options.js';
import type { ProblemSlug } from '../problem/problem-types.js';
import type { OpenApiHeader, OpenApiParameter } from './path-item.js';

type KeyOptions = Pick<ResolvedOptions, 'journal' | 'idempotency'>;

/**
 * Describes the request header Idempotency-Key. `passedOn` says which keys the endpoint derives from it.
 *
 * Returns nothing if the header has no effect: without a journal and without derived keys.
 */
export function idempotencyKeyParameters(
  { journal, idempotency }: KeyOptions,
  passedOn: string | undefined,
): OpenApiParameter[] {
  if (journal === undefined && passedOn === undefined) return [];
  const honoured =
    'A string in quotes, new and random for each request. A request that is sent again with the same key is answered with what ' +
    'the first one did; what that one did not run is run.';
  return [
    {
      name: 'Idempotency-Key',
      in: 'header',
      ...(idempotency.required ? { required: true } : {}),
      description: [...(journal === undefined ? [] : [honoured]), passedOn ?? []].flat().join(' '),
      // 255 characters, of which each may have a backslash before it, and the quotes.
      schema: journal === undefined ? { type: 'string' } : { type: 'string', minLength: 1, maxLength: 512 },
    },
  ];
}

/** Returns the problems with which a request can be refused because of its Idempotency-Key. */
export function idempotencyProblems({ journal, idempotency }: KeyOptions): ProblemSlug[] {
  if (journal === undefined) return [];
  return [
    'invalid-idempotency-key',
    ...(idempotency.required ? (['idempotency-key-missing'] as const) : []),
    'unidentified',
    'idempotency-in-progress',
    'idempotency-key-reused',
    'journal-unavailable',
  ];
}

/** Describes the header of answers from the journal. Returns nothing without one. */
export function replayedHeader({ journal }: Pick<KeyOptions, 'journal'>): Record<string, OpenApiHeader> {
  if (journal === undefined) return {};
  const description =
    '`true` if this is the answer to an earlier request with the same Idempotency-Key. Absent otherwise.';
  return { 'Idempotency-Replayed': { description, schema: { type: 'string', enum: ['true'] } } };
}
