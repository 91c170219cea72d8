import type { PlannedUnit } from './random-units.js';
import type { Answer, Try } from './send-unit.js';

/** What the answers say of a unit: all of it took effect, nothing did, or one of the two. */
export type Verdict = 'all' | 'nothing' | 'unknown';

/** What a unit should have left and has left, if that is not the same. */
export interface Difference {
  readonly unit: PlannedUnit;
  readonly tries: readonly Try[];
  readonly issue: string;
}

/** Compares what the answers to a unit say with the rows that it left. `countOf` returns how often a mark was stored. */
export function auditUnit(
  unit: PlannedUnit,
  tries: readonly Try[],
  countOf: (mark: string) => number,
): Difference | undefined {
  const marks = unit.operations.flatMap(marksOf);
  const counts = marks.map(countOf);
  const issue = findIssue(tries.map(verdictOf), counts);
  if (issue === undefined) return undefined;
  return {
    unit,
    tries,
    issue: `${issue}: ${marks.map((mark, index) => `${mark} ${counts[index]}`).join(', ')}`,
  };
}

function findIssue(
  verdicts: readonly (Verdict | 'contradiction')[],
  counts: readonly number[],
): string | undefined {
  const [first = 0] = counts;
  if (verdicts.includes('contradiction')) return 'The answers contradict each other';
  if (counts.some((count) => count > 1)) return 'Doubled';
  if (counts.some((count) => count !== first)) return 'Half a group';
  if (verdicts.includes('all') && first === 0) return 'Lost';
  if (verdicts.every((verdict) => verdict === 'nothing') && first > 0)
    return 'Took effect, against the answer';
  return undefined;
}

/** The marks that an operation stores if it succeeds. What it sends after its answer belongs to its group, or is refused. */
function marksOf({ mark, steps }: PlannedUnit['operations'][number]): string[] {
  return steps.flatMap((step) => {
    if (step === 'insert') return [mark];
    if (step === 'be refused at commit') return [`${mark} refused at commit`];
    return step === 'be killed at commit' ? [`${mark} killed at commit`] : [];
  });
}

/** Returns what the answers of one try say. */
export function verdictOf(answers: Try): Verdict | 'contradiction' {
  if (answers === undefined || answers.some(({ body }) => body?.executed === 'unknown')) return 'unknown';
  if (answers.every(isSuccess)) return 'all';
  if (answers.some(isSuccess)) return 'contradiction';
  // A handler that answered 500 may have run its only statement before it lost the connection.
  return answers.length === 1 && answers[0]?.body?.executed === undefined ? 'unknown' : 'nothing';
}

function isSuccess({ status }: Answer): boolean {
  return status < 300;
}
