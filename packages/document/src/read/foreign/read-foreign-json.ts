// Answers of other services that report several results, but identify none of them by an href.

import { quote } from '../../document-error.js';
import type { MultistatusResponse } from '../../multistatus.js';
import { errorAt, type JsonNode, memberOf } from '../json-node.js';
import type { ResolvedReadLimits } from '../read-limits.js';
import { checkEnvelope, readEnvelope } from './check-envelope.js';
import { createEntryText } from './entry-text.js';
import { type ForeignLists, findLists } from './find-lists.js';
import { refuseSilent } from './judge-outcome.js';
import { mergeOutcomes } from './merge-outcomes.js';
import { type ForeignOutcome, readEntries } from './read-entries.js';

/**
 * Reads the outcomes of a JSON document of any other service, by the rule of `signsOf`. What does not say whether it
 * succeeded, or contradicts itself, is refused.
 *
 * @throws {DocumentError} of rule `shape` or X8 if a document or an outcome is refused, or of a limit.
 */
export function readForeignJson(text: string, limits: ResolvedReadLimits): MultistatusResponse[] {
  const root: JsonNode = { value: JSON.parse(text) as unknown };
  const lists = findLists(root);
  if (lists === undefined) refuseWhole(root);
  const envelope = readEnvelope(lists);
  const all = [
    ...(lists.outcomes === undefined ? [] : [lists.outcomes]),
    ...lists.successes,
    ...lists.failures,
  ];
  const outcomes = mergeOutcomes(readEntries(lists, envelope, createEntryText(text, all, limits)));
  if (!envelope.isAccounted) refuseUnaccounted(root, lists, outcomes);

  const failures = outcomes.filter(({ verdict }) => verdict.says === 'failure');
  checkEnvelope(envelope, {
    succeeded: outcomes.length - failures.length,
    failed: failures.length,
    failedResources: failures.reduce((sum, { response }) => sum + (response.hrefs?.length ?? 1), 0),
    isCoded: failures.every(({ verdict }) => verdict.isCoded),
  });
  return sortByIndex(outcomes.map(({ response }) => response));
}

function refuseWhole(root: JsonNode): never {
  const [title, status] = ['title', 'status'].map((name) => memberOf(root, name).value);
  const reason =
    typeof title === 'string' && typeof status === 'number'
      ? `is a problem (RFC 9457), so the whole request has failed: ${status} ${quote(title)}`
      : 'is not a known form of a multi-status document; it needs a list of outcomes, each with a status code, a member such as success that is true or false, or an error';
  throw errorAt(root, 'shape', reason);
}

/** @throws {DocumentError} if an outcome is a success only if nothing says that it failed. */
function refuseUnaccounted(root: JsonNode, lists: ForeignLists, outcomes: readonly ForeignOutcome[]): void {
  const silent = outcomes.find(({ verdict }) => verdict.says === 'silent');
  if (silent !== undefined) refuseSilent(silent.verdict.at);
  const [successes] = lists.successes;
  if (successes !== undefined)
    throw errorAt(successes, 'shape', 'lists successes, but nothing says what failed');
  if (outcomes.length === 0 && root !== lists.outcomes) {
    throw errorAt(root, 'shape', 'is not a known form of a multi-status document: it has no outcomes');
  }
}

/** Some services answer in the order in which operations ended. */
function sortByIndex(responses: MultistatusResponse[]): MultistatusResponse[] {
  if (responses.some(({ index }) => index === undefined)) return responses;
  return responses.sort((one, other) => (one.index ?? 0) - (other.index ?? 0));
}
