import type { AnswerContent, AnswerPart } from '@multistatus/core';
import { toProblemUri } from '@multistatus/wire';
import { isMultipart } from '../answer/answer-type.js';
import { continueOnErrorName } from '../request/continue-on-error.js';
import { placeOf } from '../request/request-id.js';

/** What stands for one part of the batch in the answer: one answer, or those of a changeset that has succeeded. */
export type AnswerUnit =
  | { readonly kind: 'single'; readonly part: AnswerPart }
  | { readonly kind: 'changeset'; readonly parts: readonly AnswerPart[] };

const STOPPED = toProblemUri('stopped');
const FAILED_DEPENDENCY = toProblemUri('failed-dependency');
const ROLLED_BACK = toProblemUri('rolled-back');

/**
 * Yields the units of an answer, in the order of the request. A changeset that has failed is answered by one response in place of
 * the whole: that of the request that failed. What did not run because the batch had stopped is omitted.
 */
export async function* answerUnits(
  parts: AnswerContent['parts'],
  headers: AnswerContent['headers'],
): AsyncGenerator<AnswerUnit, void, undefined> {
  const stops = isMultipart(headers) && continueOnErrorName(headers) === undefined;
  let hasFailed = false;
  for await (const members of eachPlace(parts)) {
    const ran = members.filter((part) => !isStopped(part, stops && hasFailed));
    const [first] = ran;
    if (first === undefined) continue;
    hasFailed ||= ran.some(({ result }) => result === 'failed');
    if (!isMember(first)) yield { kind: 'single', part: first };
    else if (ran.every(({ result }) => result === 'succeeded')) yield { kind: 'changeset', parts: ran };
    else yield { kind: 'single', part: culpritOf(ran) };
  }
}

/** Yields the parts of each changeset together, and every other part alone, as soon as it is there. */
async function* eachPlace(
  parts: AnswerContent['parts'],
): AsyncGenerator<readonly AnswerPart[], void, undefined> {
  let members: AnswerPart[] = [];
  for await (const part of parts) {
    const [first] = members;
    if (first !== undefined && numberOf(part) !== numberOf(first)) {
      yield members;
      members = [];
    }
    if (isMember(part)) members.push(part);
    else yield [part];
  }
  if (members.length > 0) yield members;
}

/** Returns the number of the part of the batch that a request belongs to. */
function numberOf({ outcome }: AnswerPart): number {
  return placeOf(outcome?.operation.id ?? '').part;
}

function isMember({ outcome }: AnswerPart): boolean {
  return placeOf(outcome?.operation.id ?? '').member !== undefined;
}

/** Checks whether a request did not run because the batch had stopped. One that depends on the failure would have stopped too. */
function isStopped({ response }: AnswerPart, hasStopped: boolean): boolean {
  const type = response.problem?.type;
  return type === STOPPED || (hasStopped && type === FAILED_DEPENDENCY);
}

/** Returns the part to blame for a changeset that has failed: the first one that did not fail because of another. */
function culpritOf(parts: readonly AnswerPart[]): AnswerPart {
  const failed = parts.filter(({ result }) => result !== 'succeeded');
  return (failed.find((part) => !isConsequence(part)) ?? failed[0]) as AnswerPart;
}

function isConsequence({ response: { problem } }: AnswerPart): boolean {
  return problem?.type === ROLLED_BACK || problem?.type === FAILED_DEPENDENCY;
}
