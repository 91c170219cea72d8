import type { Problem } from '@multistatus/document';
import { countOf } from '@multistatus/wire';
import type { Limits } from '../options/resolve-limits.js';
import { toProblem } from '../problem/batch-problem.js';
import { type Issue, toPointer } from '../problem/issue.js';

/** Returns the problem of a line with issues, whose pointers are into the batch as it would be in JSON. */
export function issuesOf(
  issues: readonly Issue[],
  { index, number }: { readonly index: number; readonly number: number },
): Problem {
  const detail = `The operation has ${countOf(issues.length, 'issue')}; it did not run`;
  const errors = issues.map(({ pointer, ...issue }) => ({ pointer: intoLine(pointer, index), ...issue }));
  return toProblem('invalid-operation', detail, { line: number, errors });
}

function intoLine(pointer: string, index: number): string {
  return `#${pointer.slice(toPointer('requests', index).length)}`;
}

/** Returns the problem of a line that exceeds a limit. */
export function overLimit(
  limits: Limits,
  exceeded: {
    readonly limit: keyof Limits;
    readonly actual: number;
    readonly unit: string;
    readonly pointer: string;
    readonly line: number;
  },
): Problem {
  const { limit, actual, unit, pointer, line } = exceeded;
  const max = limits[limit];
  const detail = `The operation at ${pointer} has ${actual} ${unit}, the limit ${limit} is ${max}`;
  return toProblem('limit-exceeded', detail, { limit, max, actual, pointer, line });
}
