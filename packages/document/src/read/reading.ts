import type { Multistatus, MultistatusResponse } from '../multistatus.js';
import type { ResponseClass } from '../summary-counter.js';
import { groupByHref, toHrefKey } from './group-by-href.js';
import { listFailures } from './list-failures.js';
import { MultistatusError } from './multistatus-error.js';
import { createResponseClassifier, isRemoved } from './response-classifier.js';

/** What is known about the request that a document answers. */
export interface ReadingOptions {
  /**
   * The method of the request, in any case. `PROPPATCH` makes a property that does not exist (404) a failure. For every
   * other method, and if the method is not known, it is a property that the resource does not have.
   */
  readonly method?: string | undefined;
}

/** A 207 document that was read, with methods to query its results: the status 207 alone does not mean success. */
export interface MultistatusReading {
  /** The document as it was read, with its responses in request order. */
  readonly document: Multistatus;
  /**
   * Returns the responses that report success: 2xx, including unknown codes (RFC 9110 section 15). A response with
   * propstats succeeded if none of them failed. A property that does not exist (404) is not a failure, and neither is an
   * answer from which such properties were left out (RFC 8144 section 2.1).
   */
  succeeded(): readonly MultistatusResponse[];
  /**
   * Returns the responses that report a failure: a status that is neither 2xx nor 3xx, or a nested 207, unless the
   * summary of the document counts that as a success: it counts no other failures than those of other responses, or the nested
   * document has a summary of its own that counts none. A removed member is not one of them, but a 507 is, which says that
   * a result is truncated (RFC 6578 section 3.6): it has to be requested again, with the new sync token.
   */
  failed(): readonly MultistatusResponse[];
  /**
   * Returns the members that were removed from a collection, as a `sync-collection` REPORT says: 404 beside a sync token
   * (RFC 6578 section 3.2). They are neither successes nor failures.
   */
  removed(): readonly MultistatusResponse[];
  /**
   * Returns the responses about a resource, in document order. Hrefs are compared by path and query; the origin and the
   * case of percent-encoded triplets are ignored. A batch may contain several responses about one resource.
   */
  byHref(href: string): readonly MultistatusResponse[];
  /**
   * Throws if the document reports a failure. A redirect (3xx) or a removed member is not a failure.
   *
   * @throws {MultistatusError} with href, status and reason of every failure.
   */
  throwIfFailed(): void;
}

/** Adds the query methods to a document. Responses are classified and indexed at the first call. */
export function toReading(document: Multistatus, { method }: ReadingOptions = {}): MultistatusReading {
  const isPatch = method?.toUpperCase() === 'PROPPATCH';
  let classify: ReturnType<typeof createResponseClassifier> | undefined;
  let groups: ReturnType<typeof groupByHref> | undefined;
  const ofClass = (expected: ResponseClass): MultistatusResponse[] => {
    classify ??= createResponseClassifier(document, isPatch);
    const classOf = classify;
    return document.responses.filter((response) => classOf(response) === expected);
  };
  return {
    document,
    succeeded: () => ofClass('succeeded'),
    failed: () => ofClass('failed'),
    removed: () => document.responses.filter((response) => isRemoved(response, document)),
    byHref: (href) => {
      groups ??= groupByHref(document.responses);
      return groups.get(toHrefKey(href)) ?? [];
    },
    throwIfFailed: () => {
      const failures = ofClass('failed').flatMap((response) => listFailures(response, isPatch));
      // A summary may count failures that the responses leave out.
      const isFailed = failures.length > 0 || (document.summary?.failed ?? 0) > 0;
      if (isFailed) throw new MultistatusError(failures);
    },
  };
}
