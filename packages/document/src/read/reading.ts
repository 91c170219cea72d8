import type { Multistatus, MultistatusResponse } from '../multistatus.js';
import type { ResponseClass } from '../summary-counter.js';
import { groupByHref, toHrefKey } from './group-by-href.js';
import { listFailures } from './list-failures.js';
import { MultistatusError } from './multistatus-error.js';
import { createResponseClassifier } from './response-classifier.js';

/** A 207 document that was read, with methods to query its results: the status 207 alone does not mean success. */
export interface MultistatusReading {
  readonly document: Multistatus;
  /**
   * Returns the responses that report success: 2xx, including unknown codes (RFC 9110 section 15). A response with
   * propstats succeeded if none of them failed. A missing property (404) beside one that was found is not a failure.
   */
  succeeded(): readonly MultistatusResponse[];
  /**
   * Returns the responses that report a failure: a status that is neither 2xx nor 3xx, or a nested 207, unless the
   * summary of the document counts that as a success.
   */
  failed(): readonly MultistatusResponse[];
  /**
   * Returns the responses about a resource, in document order. Hrefs are compared by path and query; the origin and the
   * case of percent-encoded triplets are ignored. A batch may contain several responses about one resource.
   */
  byHref(href: string): readonly MultistatusResponse[];
  /**
   * Throws if the document reports a failure. A redirect (3xx) is not a failure.
   *
   * @throws {MultistatusError} with href, status and reason of every failure.
   */
  throwIfFailed(): void;
}

/** Adds the query methods to a document. Responses are classified and indexed at the first call. */
export function toReading(document: Multistatus): MultistatusReading {
  let classify: ReturnType<typeof createResponseClassifier> | undefined;
  let groups: ReturnType<typeof groupByHref> | undefined;
  const ofClass = (expected: ResponseClass): MultistatusResponse[] => {
    classify ??= createResponseClassifier(document);
    const classOf = classify;
    return document.responses.filter((response) => classOf(response) === expected);
  };
  return {
    document,
    succeeded: () => ofClass('succeeded'),
    failed: () => ofClass('failed'),
    byHref: (href) => {
      groups ??= groupByHref(document.responses);
      return groups.get(toHrefKey(href)) ?? [];
    },
    throwIfFailed: () => {
      const failures = ofClass('failed').flatMap(listFailures);
      // A summary may count failures that the responses leave out.
      const isFailed = failures.length > 0 || (document.summary?.failed ?? 0) > 0;
      if (isFailed) throw new MultistatusError(failures);
    },
  };
}
