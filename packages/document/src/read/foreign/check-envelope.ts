import { countOf, isObject } from '@multistatus/wire';
import { errorAt, itemsOf, type JsonNode, memberOf, membersOf } from '../json-node.js';
import type { ForeignLists } from './find-lists.js';
import { CONTENT_NAMES, MORE_NAMES, plainName } from './outcome-words.js';
import { isEmpty, type Sign, signsOf } from './signs-of.js';

/** What a document says about its outcomes outside of the lists. */
export interface EnvelopeSigns {
  readonly failures: readonly Sign[];
  readonly successes: readonly Sign[];
  /** True if the document says how many outcomes failed, or lists those that did. */
  readonly isAccounted: boolean;
  /** Numbers of outcomes. */
  readonly totals: readonly JsonNode[];
  /** True if it says that something failed, other than by a number or a list. */
  readonly isFailed: boolean;
}

/** The outcomes of a document, as they were read. */
export interface OutcomeCounts {
  readonly succeeded: number;
  readonly failed: number;
  /** The number of resources that the failures name. */
  readonly failedResources: number;
  /** True if each failure has a status code. */
  readonly isCoded: boolean;
}

/**
 * Reads what a document says about its outcomes outside of the lists.
 *
 * @throws {DocumentError} if it says that it is only a part of the answer, or has a status whose meaning is not known.
 */
export function readEnvelope({ outcomes, successes, failures, envelope }: ForeignLists): EnvelopeSigns {
  const lists = new Set([outcomes, ...successes, ...failures].map((list) => list?.value));
  const signs = objectsIn(envelope[0], lists).flatMap((node) => {
    refusePart(node);
    const isInner = !envelope.some(({ value }) => value === node.value);
    return signsOf(node).filter((sign) => {
      if (lists.has(sign.member.value)) return false;
      if (sign.says !== 'unclear') return true;
      if (isInner || sign.member.value === null) return false;
      throw errorAt(sign.member, 'shape', 'does not clearly say that everything succeeded');
    });
  });
  const denials = signs.filter(({ rank, member }) => rank === 2 && !nameOf(member).includes('code'));
  return {
    failures: signs.filter(({ says }) => says === 'failure'),
    successes: signs.filter(({ says }) => says === 'success'),
    isAccounted:
      failures.length > 0 || denials.some(({ says, count }) => says !== 'failure' || count !== undefined),
    totals: envelope
      .flatMap(membersAndSummary)
      .flatMap(([name, member]) => (isTotal(name, member) ? member : [])),
    isFailed: signs.some(({ says, count }) => says === 'failure' && count === undefined),
  };
}

/**
 * Checks that what a document says about its outcomes agrees with them.
 *
 * @throws {DocumentError} of rule `shape` if it does not.
 */
export function checkEnvelope({ failures, successes, totals }: EnvelopeSigns, counts: OutcomeCounts): void {
  const { succeeded, failed, failedResources } = counts;
  for (const { member, count, rank } of [...failures, ...successes]) {
    if (rank === 1 && count !== undefined && count !== succeeded) {
      throw errorAt(member, 'shape', `says that ${count} succeeded, but ${succeeded} did`);
    }
  }
  for (const { member, count, rank } of failures) {
    if (rank === 1 && count !== undefined) continue;
    if (failed === 0)
      throw errorAt(member, 'shape', 'says that something failed, but no outcome is a failure');
    if (count !== undefined && count !== failed && count !== failedResources) {
      throw errorAt(member, 'shape', `counts ${countOf(count, 'failure')}, but there are ${failed}`);
    }
  }
  for (const node of totals) {
    if ((node.value as number) > succeeded + Math.max(failed, failedResources)) {
      throw errorAt(
        node,
        'shape',
        `counts more than the ${countOf(succeeded + failed, 'outcome')} that there are`,
      );
    }
  }
  if (failed === 0 || failures.some(({ rank }) => rank !== 1)) return;
  // A success of the whole request says that it was understood. A status code of an outcome counts first: it may be a 404
  // that the service does not call an error.
  const denial = successes.find(({ count, rank }) => rank === 2 && !(counts.isCoded && count === undefined));
  if (denial !== undefined) {
    throw errorAt(denial.member, 'shape', 'says that nothing failed, but an outcome is a failure');
  }
}

/** Returns the objects outside of the lists, and outside of content. */
function objectsIn(root: JsonNode | undefined, lists: ReadonlySet<unknown>): JsonNode[] {
  const found: JsonNode[] = [];
  const open = root === undefined ? [] : [root];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (lists.has(next.value)) continue;
    if (Array.isArray(next.value)) {
      for (const item of itemsOf(next)) open.push(item);
    } else if (isObject(next.value)) {
      found.push(next);
      for (const [name, member] of membersOf(next)) {
        if (!CONTENT_NAMES.has(plainName(name))) open.push(member);
      }
    }
  }
  return found;
}

/** Nothing is known about the rest, which may contain failures (OData JSON Format 4.01 section 19.5). */
function refusePart(node: JsonNode): void {
  for (const [name, member] of membersOf(node)) {
    if (MORE_NAMES.has(plainName(name)) && !isEmpty(member.value)) {
      throw errorAt(member, 'shape', 'says that the document is only a part of the answer');
    }
  }
}

function membersAndSummary(node: JsonNode): [name: string, member: JsonNode][] {
  const summary = memberOf(node, 'summary');
  return [...membersOf(node), ...(isObject(summary.value) ? membersOf(summary) : [])];
}

function isTotal(name: string, { value }: JsonNode): boolean {
  return /^total(?:count|items|operations|requests)?$/.test(plainName(name)) && typeof value === 'number';
}

function nameOf({ step = '' }: JsonNode): string {
  return plainName(String(step));
}
