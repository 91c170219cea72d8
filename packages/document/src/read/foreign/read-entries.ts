import { isObject } from '@multistatus/wire';
import type { MultistatusResponse } from '../../multistatus.js';
import { itemsOf, type JsonNode, membersOf } from '../json-node.js';
import type { EnvelopeSigns } from './check-envelope.js';
import type { ForeignLists } from './find-lists.js';
import { judgeFailure, judgeOutcome, judgeSuccess, refuseSilent, type Verdict } from './judge-outcome.js';
import { describe } from './name-outcome.js';
import { plainName } from './outcome-words.js';
import { type ForeignEntry, readForeignOutcome } from './read-foreign-outcome.js';
import { isEmpty } from './signs-of.js';

/** An outcome, and how it was found. */
export interface ForeignOutcome {
  readonly response: MultistatusResponse;
  readonly verdict: Verdict;
  /** True if it is an entry of a list of failures. */
  readonly isListed: boolean;
}

type TextOf = (entry: JsonNode) => string;

const NOT_RUN: Omit<Verdict, 'at'> = { says: 'failure', status: 424, isCoded: false };

/**
 * Reads the entries of all lists: outcomes, then successes, then failures.
 *
 * @throws {DocumentError} of rule `shape` or X8 if one says nothing, contradicts itself, or contradicts its list.
 */
export function readEntries(lists: ForeignLists, envelope: EnvelopeSigns, textOf: TextOf): ForeignOutcome[] {
  return [
    ...readOutcomes(lists, envelope, textOf),
    ...entriesOf(lists.successes, textOf).map((entry, number) =>
      toOutcome(entry, judgeSuccess(entry.item), `success-${number}`),
    ),
    ...entriesOf(lists.failures, textOf).map((entry, number) => ({
      ...toOutcome(entry, judgeFailure(entry.item), `error-${number}`),
      isListed: true,
    })),
  ];
}

function readOutcomes(
  { outcomes, failures }: ForeignLists,
  envelope: EnvelopeSigns,
  textOf: TextOf,
): ForeignOutcome[] {
  const nodes = outcomes === undefined ? [] : itemsOf(outcomes);
  const verdicts = nodes.map((node) => judgeEntry(node, envelope));
  // Beside a list of failures, outcomes that say nothing are the others, so their place in the list means nothing.
  const isParallel =
    failures.every(({ value }) => isEmpty(value)) || verdicts.every(({ says }) => says !== 'silent');
  return verdicts.map((verdict, index) => {
    const node = nodes[index] ?? verdict.at;
    const entry = { item: { ...node, value: isObject(node.value) ? node.value : {} }, text: textOf(node) };
    return toOutcome(entry, verdict, isParallel ? index : `success-${index}`);
  });
}

/** An entry that is null did not run, if the document says that something failed. */
function judgeEntry(node: JsonNode, { isFailed }: EnvelopeSigns): Verdict {
  if (isObject(node.value)) return judgeOutcome(node);
  return node.value === null && isFailed ? { ...NOT_RUN, at: node } : refuseSilent(node);
}

function toOutcome(entry: ForeignEntry, verdict: Verdict, place: number | string): ForeignOutcome {
  return { response: readForeignOutcome(entry, verdict, place), verdict, isListed: false };
}

/** Returns the entries of lists as objects. A text is an id, or the description of an error. */
function entriesOf(lists: readonly JsonNode[], textOf: TextOf): ForeignEntry[] {
  return lists.flatMap((list) => {
    const isArray = Array.isArray(list.value);
    const nodes = isArray ? itemsOf(list) : membersOf(list).map(([, member]) => member);
    const isDescribed = !isArray || /error|exception|problem/.test(plainName(String(list.step)));
    return nodes.map((node) => ({
      item: { ...node, value: toMembers(node, isDescribed) },
      text: textOf(node),
    }));
  });
}

function toMembers(node: JsonNode, isDescribed: boolean): Readonly<Record<string, unknown>> {
  const { value, step } = node;
  const named = typeof step === 'string' ? { id: step } : {};
  if (isObject(value) && !isEmpty(value)) return { ...named, ...value };
  const description = describe(node);
  if (description === undefined && typeof value !== 'number') refuseSilent(node);
  return isDescribed ? { ...named, description } : { id: value };
}
