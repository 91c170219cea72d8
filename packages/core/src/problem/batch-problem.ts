import type { JsonValue, Problem } from '@multistatus/document';
import { toProblemUri } from '@multistatus/wire';
import { PROBLEM_TYPES, type ProblemSlug } from './problem-types.js';

/** Members of a problem beyond those of RFC 9457, such as `limit`, `max` and `actual`. */
export type ProblemExtensions = Readonly<Record<string, JsonValue>>;

/** The error for a batch that is rejected before anything has run. It is answered as a problem of RFC 9457. */
export class BatchProblem extends Error {
  /** Always `'BatchProblem'`. */
  override readonly name = 'BatchProblem';
  /** The end of the `type` of the problem: `invalid-batch` for `urn:multistatus:problem:invalid-batch`. */
  readonly slug: ProblemSlug;
  /** The body of the answer. Its `detail` is the message of the error. */
  readonly problem: Problem;
  /** Response headers of this answer by lower-case name, such as `allow`, `accept` or `retry-after`. */
  readonly headers: Readonly<Record<string, string>>;

  /**
   * Creates the error with which a decoder refuses a batch or a list. Status, title and `executed` follow from `slug`; clients
   * see `detail`.
   */
  constructor(
    slug: ProblemSlug,
    detail: string,
    more: { extensions?: ProblemExtensions; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(detail);
    this.slug = slug;
    this.problem = toProblem(slug, detail, more.extensions);
    this.headers = more.headers ?? {};
  }
}

/**
 * Returns a problem object of RFC 9457: type, title, status, detail, the extensions, and `executed`. The value of `executed`
 * is that of the problem type unless the extensions override it.
 */
export function toProblem(slug: ProblemSlug, detail: string, extensions: ProblemExtensions = {}): Problem {
  const { status, title, executed } = PROBLEM_TYPES[slug];
  return {
    type: toProblemUri(slug),
    title,
    status,
    detail,
    ...extensions,
    executed: extensions['executed'] ?? executed,
  };
}

/**
 * Creates the 413 for an exceeded limit of a batch or a list; `pointer` locates the value in a batch, if it has a location, and `place`
 * is what the format calls the operation there.
 */
export function limitExceeded(exceeded: {
  readonly limit: string;
  readonly max: number;
  readonly actual: number;
  readonly unit: string;
  readonly pointer?: string;
  readonly place?: string;
}): BatchProblem {
  const { limit, max, actual, unit, pointer, place } = exceeded;
  const subject = place ?? (pointer === undefined ? 'The request' : `The batch at ${pointer}`);
  return new BatchProblem(
    'limit-exceeded',
    `${subject} has ${actual} ${unit}, the limit ${limit} is ${max}`,
    {
      extensions: {
        limit,
        max,
        actual,
        ...(pointer !== undefined && { pointer }),
        ...(place !== undefined && { place }),
      },
    },
  );
}
