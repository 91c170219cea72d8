import type { Multistatus } from '@multistatus/document';
import { countOf } from '@multistatus/wire';
import { exchangeFinding, type Finding } from '../finding.js';
import { openMultipart } from './open-multipart.js';
import { type BatchRequest, readBatchRequests } from './read-batch-requests.js';

/** A request of its own, or a changeset. */
interface Unit {
  readonly part: string;
  readonly size: number;
  /** The Content-IDs of its requests. */
  readonly ids: readonly string[];
  readonly isChangeset: boolean;
}

/**
 * Compares the number of responses in a multipart answer with that of the requests. Fewer are valid after a failure: a changeset
 * that fails has one response and is rolled back, and no request after a failure runs.
 */
export function checkAnswered({ responses }: Multistatus, requestBody: string | undefined): Finding[] {
  const batch = requestBody === undefined ? undefined : openMultipart(requestBody, undefined);
  if (batch === undefined) return [];
  const { requests } = readBatchRequests(batch);
  if (requests.length === 0 || requests.length === responses.length) return [];
  const counts = `the batch has ${countOf(requests.length, 'request')}, but the answer has ${countOf(responses.length, 'response')}`;
  const reasons = explain(toUnits(requests), responses);
  return reasons === undefined
    ? [exchangeFinding('outcomes', counts)]
    : [exchangeFinding('multipart-stopped', `${counts}: ${reasons.join('; ')}`)];
}

function toUnits(requests: readonly BatchRequest[]): Unit[] {
  const units = new Map<string, Unit>();
  for (const { part: number, id } of requests) {
    const [part = '', member] = number.split('.');
    const { size, ids } = units.get(part) ?? { size: 0, ids: [] };
    units.set(part, {
      part,
      size: size + 1,
      ids: id === undefined ? ids : [...ids, id],
      isChangeset: member !== undefined,
    });
  }
  return [...units.values()];
}

/** Returns why responses are missing; `undefined` if failures do not explain it. */
function explain(units: readonly Unit[], responses: Multistatus['responses']): string[] | undefined {
  const reasons: string[] = [];
  let next = 0;
  let unanswered = 0;
  for (const unit of units) {
    const { part, size } = unit;
    if (isAnsweredAsOne(unit, responses.slice(next, next + 2))) {
      next += 1;
      reasons.push(
        `one response stands for the ${size} requests of the changeset in part ${part}, which failed: a service with transactions has rolled them back`,
      );
    } else {
      const answered = Math.min(size, responses.length - next);
      next += answered;
      unanswered += size - answered;
    }
  }
  if (next < responses.length) return undefined;
  if (unanswered === 0) return reasons;
  if (!isFailure(responses.at(-1))) return undefined;
  return [...reasons, `${countOf(unanswered, 'request')} after the failure did not run`];
}

/** Checks whether a changeset has failed and has one response. Some services answer each of its requests. */
function isAnsweredAsOne(
  { size, ids, isChangeset }: Unit,
  [first, second]: Multistatus['responses'],
): boolean {
  if (!isChangeset || size === 1 || !isFailure(first)) return false;
  return second?.id === undefined || !ids.includes(second.id);
}

function isFailure(response: Multistatus['responses'][number] | undefined): boolean {
  return (response?.status ?? 0) >= 400;
}
