import type { EnvelopeHeaders } from '../http/envelope.js';
import type { ResolvedHeaders } from '../options/resolve-headers.js';
import { resolveHeaders } from '../options/resolve-headers.js';
import { LIMIT_NAMES, type Limits } from '../options/resolve-limits.js';

/** What an endpoint requires of a batch, in the form of its description, the answer to `GET`. What is absent is not checked. */
export interface EndpointRules {
  /** In bytes, characters and levels, as in the option `limits` of the endpoint. */
  readonly limits?: Readonly<Record<string, number>> | undefined;
  /** The public prefix of URLs. */
  readonly basePath?: string | undefined;
  /** The path that relative URLs are relative to. Without it, URLs are absolute paths. */
  readonly root?: string | undefined;
  /** Headers that options of the endpoint make operations inherit, deny to them, or allow them. */
  readonly headers?:
    | {
        readonly inherited?: readonly string[] | undefined;
        readonly denied?: readonly string[] | undefined;
        readonly allowed?: readonly string[] | undefined;
      }
    | undefined;
  /** True if operations may have an `atomicityGroup`. */
  readonly transactions?: boolean | undefined;
  /** The headers of the batch request, by lower-case name. An operation may repeat one that it inherits. */
  readonly envelopeHeaders?: EnvelopeHeaders | undefined;
}

/** Returns the limits of an endpoint; those that are absent are `Infinity`. */
export function limitsOf({ limits = {} }: EndpointRules): Limits {
  return Object.fromEntries(
    LIMIT_NAMES.map((name) => [name, Object.hasOwn(limits, name) ? limits[name] : Number.POSITIVE_INFINITY]),
  ) as Limits;
}

/**
 * Returns the rules for headers of an endpoint.
 *
 * @throws {TypeError} for a header that the options of no endpoint can contain.
 */
export function headerRulesOf({
  headers: { inherited, denied, allowed } = {},
}: EndpointRules): ResolvedHeaders {
  return resolveHeaders({ inherit: inherited, deny: denied, allow: allowed });
}
