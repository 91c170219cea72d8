import { errorAt } from '../json-node.js';
import type { ForeignOutcome } from './read-entries.js';

/**
 * Merges lists of outcomes in which one operation may occur twice: in a list of all outcomes, and in one of failures.
 * Operations are compared by id and index.
 *
 * @throws {DocumentError} of rule `shape` if an operation is a success in one list and a failure in another.
 */
export function mergeOutcomes(outcomes: readonly ForeignOutcome[]): ForeignOutcome[] {
  const listed = new Map(
    outcomes
      .filter(({ isListed }) => isListed)
      .flatMap((outcome) => namesOf(outcome).map((name) => [name, outcome])),
  );
  if (listed.size === 0) return [...outcomes];
  const reported = new Set<ForeignOutcome>();
  const kept = outcomes.filter((outcome) => {
    const failure = outcome.isListed
      ? undefined
      : listed.get(namesOf(outcome).find((name) => listed.has(name)) ?? '');
    if (failure === undefined) return true;
    if (outcome.verdict.says === 'success') {
      throw errorAt(
        failure.verdict.at,
        'shape',
        'reports a failure, but the same operation is a success elsewhere in the document',
      );
    }
    if (outcome.verdict.says === 'failure') reported.add(failure);
    return outcome.verdict.says === 'failure';
  });
  return kept.filter((outcome) => !reported.has(outcome));
}

function namesOf({ response: { id, index, hrefs } }: ForeignOutcome): string[] {
  return [
    ...(id === undefined ? [] : [`urn:multistatus:item:${id}`]),
    ...(index === undefined ? [] : [`#${index}`]),
    ...(hrefs ?? []),
  ];
}
