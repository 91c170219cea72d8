import {
  type BodyOmission,
  type HeaderMap,
  type MultistatusReading,
  type MultistatusResponse,
  type Propstat,
  reasonPhraseOf,
  type Timing,
} from '@multistatus/document';
import { SECRET_FIELDS } from '../secret-fields.js';
import { type Condition, describeConditions } from './describe-conditions.js';
import { describeContent, type ProblemIssue } from './describe-content.js';

/** The result of one resource in a 207, in the same form for all formats and servers. */
export interface ResourceReport {
  /** How a client counts it: `other` is a redirect, or a member that was removed. */
  readonly outcome: 'failed' | 'succeeded' | 'other';
  /** One href, or several that share the status. */
  readonly hrefs: readonly string[];
  /** The id that the client gave the operation. Left out if there is none. */
  readonly id?: string;
  /** The index of the operation in the request, from 0. Left out if the document does not say it. */
  readonly index?: number;
  /**
   * The status; for a response with properties, that of the properties that decide the outcome. Null if no property was
   * found and none failed: the resource exists, but its response has no status.
   */
  readonly status: number | null;
  /** The reason phrase: the registered one, otherwise that of the server; empty if there is none. */
  readonly reason: string;
  /** True if the resource was removed from the collection (RFC 6578 section 3.2). Left out otherwise. */
  readonly removed?: true;
  /** A text for humans: that of the response, otherwise one from its content. Left out if there is none. */
  readonly description?: string;
  /** The target of a redirect, or the resource that was created. Left out if there is none. */
  readonly location?: string;
  /** Why the body was omitted. Left out if it was not. */
  readonly bodyOmitted?: BodyOmission;
  /** The trailer fields, without those that may contain credentials. */
  readonly trailers?: HeaderMap;
  /** When the operation ran, in milliseconds. Left out if the document does not say so. */
  readonly timing?: Timing;
  /** The preconditions and postconditions of RFC 4918 section 16 that were violated. */
  readonly conditions: readonly Condition[];
  /** The results of its properties, by propstat; empty if the response has one status. */
  readonly properties: readonly PropertyReport[];
  /** The `errors` of a problem (RFC 9457). */
  readonly errors: readonly ProblemIssue[];
  /** The ids of the operations that caused the failure. */
  readonly because: readonly string[];
}

/** The result of some properties of a resource. */
export interface PropertyReport {
  /** The HTTP status code that the properties share. */
  readonly status: number;
  /** The reason phrase: the registered one, otherwise that of the server; empty if there is none. */
  readonly reason: string;
  /** The names of the properties, in the form `{DAV:}getetag`. */
  readonly names: readonly string[];
  /** True if the resource does not have these properties, which is not a failure. Left out otherwise. */
  readonly absent?: true;
  /** The text of the propstat for humans. Left out if there is none. */
  readonly description?: string;
  /** The preconditions and postconditions that were violated; empty if it names none. */
  readonly conditions: readonly Condition[];
}

/**
 * Returns a report for each response: failed ones first, then redirects and removed members, then successes, each in
 * document order. `method` is that of the request with which the document was read.
 */
export function describeResponses(reading: MultistatusReading, method?: string): ResourceReport[] {
  const isPatch = method?.toUpperCase() === 'PROPPATCH';
  const removed = new Set(reading.removed());
  const failed = new Set(reading.failed());
  const succeeded = new Set(reading.succeeded());
  return orderResponses(reading).map((response) => {
    const outcome = failed.has(response) ? 'failed' : succeeded.has(response) ? 'succeeded' : 'other';
    return describeResponse(response, { outcome, isPatch, isRemoved: removed.has(response) });
  });
}

/** Returns the responses that {@link describeResponses} reports, in the same order. */
export function orderResponses(reading: MultistatusReading): MultistatusResponse[] {
  const failed = reading.failed();
  const succeeded = reading.succeeded();
  const known = new Set([...failed, ...succeeded]);
  return [...failed, ...reading.document.responses.filter((response) => !known.has(response)), ...succeeded];
}

interface Result {
  readonly outcome: ResourceReport['outcome'];
  readonly isPatch: boolean;
  readonly isRemoved: boolean;
}

function describeResponse(response: MultistatusResponse, result: Result): ResourceReport {
  const { outcome, isRemoved } = result;
  const { id, index, location, bodyOmitted, timing } = response;
  const trailers = Object.entries(response.trailers ?? {}).filter(
    ([name]) => !SECRET_FIELDS.has(name.toLowerCase()),
  );
  const content = describeContent(response);
  const description = response.description ?? content.description;
  const properties = describeProperties(response.propstats ?? [], result);
  const decisive = isRemoved ? properties[0] : decidingGroup(properties, outcome);
  const status = response.status ?? decisive?.status ?? null;
  const reason = decisive?.reason ?? (status === null ? '' : reasonPhraseOf(status, response.reasonPhrase));
  return {
    outcome,
    hrefs: response.hrefs ?? [response.href],
    ...(id === undefined ? {} : { id }),
    ...(index === undefined ? {} : { index }),
    status,
    reason,
    ...(isRemoved ? { removed: true as const } : {}),
    ...(description === undefined ? {} : { description }),
    ...(location === undefined ? {} : { location }),
    ...(bodyOmitted === undefined ? {} : { bodyOmitted }),
    ...(trailers.length === 0 ? {} : { trailers: Object.fromEntries(trailers) }),
    ...(timing === undefined ? {} : { timing }),
    conditions: describeConditions(response.error),
    properties,
    errors: outcome === 'failed' ? content.errors : [],
    because: content.because,
  };
}

function describeProperties(propstats: readonly Propstat[], { outcome, isPatch }: Result): PropertyReport[] {
  const named = propstats.filter(({ properties }) => properties.length > 0);
  // A failure that consists only of properties with 404 is one because the summary of the document says so.
  const isAnswer = !isPatch && (outcome !== 'failed' || named.some(({ status }) => status !== 404));
  return propstats.map(({ status, reasonPhrase, properties, error, description }) => ({
    status,
    reason: reasonPhraseOf(status, reasonPhrase),
    names: properties.map(({ name }) => name),
    ...(isAnswer && status === 404 && properties.length > 0 ? { absent: true as const } : {}),
    ...(description === undefined ? {} : { description }),
    conditions: describeConditions(error),
  }));
}

/**
 * Returns the properties that decide the outcome of a response; `undefined` if none was found and none failed. The cause
 * of a failed PROPPATCH is the property whose status is not 424 (RFC 4918 section 9.2.1).
 */
function decidingGroup(
  groups: readonly PropertyReport[],
  outcome: ResourceReport['outcome'],
): PropertyReport | undefined {
  const matching = groups.filter(({ status, absent }) => {
    if (outcome === 'succeeded') return status >= 200 && status < 300;
    if (outcome === 'other') return status >= 300 && status < 400;
    return absent === undefined && (status < 200 || status >= 400);
  });
  // A group without properties may say nothing.
  const named = matching.filter(({ names }) => names.length > 0);
  const candidates = named.length === 0 ? matching : named;
  return candidates.find(({ status }) => status !== 424) ?? candidates[0];
}
