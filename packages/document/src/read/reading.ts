import type { ResponseClass } from '../classify-response.js';
import type { Multistatus, MultistatusResponse } from '../multistatus.js';
import { groupByHref, toHrefKey } from './group-by-href.js';
import { createJudge } from './judge-response.js';
import { listFailures } from './list-failures.js';
import { MultistatusError } from './multistatus-error.js';

/** A 207 document that was read, with what became of its resources: a 207 by itself is no success. */
export interface MultistatusReading {
  readonly document: Multistatus;
  /**
   * The responses that report success: 2xx, an unknown one too (RFC 9110 section 15). A response with propstats has
   * succeeded if none failed; a property that is missing (404) beside one that was found is no failure.
   */
  succeeded(): readonly MultistatusResponse[];
  /**
   * The responses that report a failure: what is neither 2xx nor 3xx, and a 207 inside, save where the summary of the
   * document counts it as a success.
   */
  failed(): readonly MultistatusResponse[];
  /**
   * The responses about a resource, in the order of the document. An href is known by its path and query, whatever
   * its origin and the case of its triplets; a batch may hold several responses about one.
   */
  byHref(href: string): readonly MultistatusResponse[];
  /**
   * Does nothing if nothing failed.
   *
   * @throws {MultistatusError} with href, status and reason of all that failed. A redirect (3xx) is no failure.
   */
  throwIfFailed(): void;
}

/** Gives a document with the questions one asks of it. Each answer is worked out when it is first asked for. */
export function toReading(document: Multistatus): MultistatusReading {
  let judge: ReturnType<typeof createJudge> | undefined;
  let groups: ReturnType<typeof groupByHref> | undefined;
  const ofClass = (wanted: ResponseClass): MultistatusResponse[] => {
    judge ??= createJudge(document);
    const classOf = judge;
    return document.responses.filter((response) => classOf(response) === wanted);
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
