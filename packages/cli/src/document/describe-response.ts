import {
  type HeaderMap,
  type MultistatusReading,
  type MultistatusResponse,
  toStatusLine,
} from '@multistatus/document';
import { SECRET_FIELDS } from '../secret-fields.js';
import { type Condition, describeConditions } from './describe-conditions.js';
import { describeContent, type ProblemIssue } from './describe-content.js';

/** The result of one resource in a 207, in the same form for all formats and servers. */
export interface ResourceReport {
  readonly outcome: 'failed' | 'succeeded' | 'other';
  /** One href, or several that share the status. */
  readonly hrefs: readonly string[];
  readonly id?: string;
  readonly index?: number;
  /** The status; for a response with properties, that of the properties that decide the outcome. */
  readonly status: number;
  /** The registered reason phrase of the status; empty if it has none. */
  readonly reason: string;
  readonly description?: string;
  readonly location?: string;
  /** The trailer fields, without those that may contain credentials. */
  readonly trailers?: HeaderMap;
  /** The preconditions and postconditions of RFC 4918 section 16 that were violated. */
  readonly conditions: readonly Condition[];
  readonly properties: readonly PropertyReport[];
  /** The `errors` of a problem (RFC 9457). */
  readonly errors: readonly ProblemIssue[];
  /** The ids of the operations that caused the failure. */
  readonly because: readonly string[];
}

/** The result of some properties of a resource. */
export interface PropertyReport {
  readonly status: number;
  readonly reason: string;
  readonly names: readonly string[];
  readonly description?: string;
  readonly conditions: readonly Condition[];
}

/** Returns a report for each response: failed ones first, then redirects, then successes, each in document order. */
export function describeResponses(reading: MultistatusReading): ResourceReport[] {
  const failed = new Set(reading.failed());
  const succeeded = new Set(reading.succeeded());
  const reports = reading.document.responses.map((response) => {
    const outcome = failed.has(response) ? 'failed' : succeeded.has(response) ? 'succeeded' : 'other';
    return describeResponse(response, outcome);
  });
  const order: readonly ResourceReport['outcome'][] = ['failed', 'other', 'succeeded'];
  return order.flatMap((expected) => reports.filter(({ outcome }) => outcome === expected));
}

/** Returns the registered reason phrase of a status; empty if it has none. */
export function reasonOf(status: number): string {
  return toStatusLine(status).slice('HTTP/1.1 000 '.length);
}

function describeResponse(response: MultistatusResponse, outcome: ResourceReport['outcome']): ResourceReport {
  const { id, index, location } = response;
  const trailers = Object.entries(response.trailers ?? {}).filter(
    ([name]) => !SECRET_FIELDS.has(name.toLowerCase()),
  );
  const content = describeContent(response);
  const description = response.description ?? content.description;
  const properties = (response.propstats ?? []).map(
    (propstat): PropertyReport => ({
      status: propstat.status,
      reason: reasonOf(propstat.status),
      names: propstat.properties.map(({ name }) => name),
      ...(propstat.description === undefined ? {} : { description: propstat.description }),
      conditions: describeConditions(propstat.error),
    }),
  );
  const status = response.status ?? decidingStatus(properties, outcome);
  return {
    outcome,
    hrefs: response.hrefs ?? [response.href],
    ...(id === undefined ? {} : { id }),
    ...(index === undefined ? {} : { index }),
    status,
    reason: reasonOf(status),
    ...(description === undefined ? {} : { description }),
    ...(location === undefined ? {} : { location }),
    ...(trailers.length === 0 ? {} : { trailers: Object.fromEntries(trailers) }),
    conditions: describeConditions(response.error),
    properties,
    errors: outcome === 'failed' ? content.errors : [],
    because: content.because,
  };
}

/** The cause of a failed PROPPATCH is the property whose status is not 424 (RFC 4918 section 9.2.1). */
function decidingStatus(properties: readonly PropertyReport[], outcome: ResourceReport['outcome']): number {
  const statuses = properties.map(({ status }) => status);
  const isOf = (status: number): boolean => {
    if (outcome === 'succeeded') return status >= 200 && status < 300;
    return outcome === 'other' ? status >= 300 && status < 400 : status < 200 || status >= 400;
  };
  const matching = statuses.filter(isOf);
  return matching.find((status) => status !== 424) ?? matching[0] ?? statuses[0] ?? 0;
}
