import type { JsonValue, Problem } from '@multistatus/document';
import { toProblemUri } from '@multistatus/wire';
import { PROBLEM_TYPES, type ProblemSlug } from './problem-types.js';

/** Members of a problem beyond those of RFC 9457, such as `limit`, `max` and `actual`. */
export type ProblemExtensions = Readonly<Record<string, JsonValue>>;

/** A fault of a batch, before anything has run: thrown by a step, answered as RFC 9457 problem. */
export class BatchProblem extends Error {
  override readonly name = 'BatchProblem';
  readonly slug: ProblemSlug;
  readonly problem: Problem;
  /** Response headers that this answer needs, by lower-case name: `allow`, `accept`, `retry-after`. */
  readonly headers: Readonly<Record<string, string>>;

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
 * Gives the RFC 9457 object of a problem: type, title, status, detail, the extensions, and last `executed`: what the
 * slug says, unless the extensions know better.
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

/** Makes the one 413 that every limit ends in; `pointer` names the place in the batch, where there is one. */
export function limitExceeded(exceeded: {
  readonly limit: string;
  readonly max: number;
  readonly actual: number;
  readonly unit: string;
  readonly pointer?: string;
}): BatchProblem {
  const { limit, max, actual, unit, pointer } = exceeded;
  const place = pointer === undefined ? 'The batch' : `The batch at ${pointer}`;
  return new BatchProblem('limit-exceeded', `${place} has ${actual} ${unit}, the limit ${limit} is ${max}`, {
    extensions: { limit, max, actual, ...(pointer === undefined ? {} : { pointer }) },
  });
}
