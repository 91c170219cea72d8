import type { Problem } from '@multistatus/document';
import { countOf, valueAt } from '@multistatus/wire';

const MAX_LENGTH = 300;
const MAX_NAMED = 3;

/**
 * Returns one line that says why a batch was refused: the first three of the `errors` of the problem, each with its pointer and
 * code, and the number of the others; without `errors`, its `detail` or `title`.
 */
export function describeProblem(problem: Problem): string | undefined {
  const errors = valueAt(problem, ['errors']);
  const issues = (Array.isArray(errors) ? (errors as unknown[]) : []).flatMap(
    (error) => describeIssue(error) ?? [],
  );
  if (issues.length === 0) return shorten(textOf(problem, 'detail') ?? textOf(problem, 'title'));
  const more = issues.length - MAX_NAMED;
  return [
    ...issues.slice(0, MAX_NAMED),
    ...(more > 0 ? [`and ${countOf(more, 'more issue')}, in problem.errors of this error`] : []),
  ].join('; ');
}

/** Returns an issue as `#/requests/0/url: A URL must be ... (invalid-url)`. */
function describeIssue(error: unknown): string | undefined {
  const detail = shorten(textOf(error, 'detail'));
  if (detail === undefined) return undefined;
  const [pointer, code] = [shorten(textOf(error, 'pointer')), shorten(textOf(error, 'code'))];
  return `${pointer === undefined ? '' : `${pointer}: `}${detail}${code === undefined ? '' : ` (${code})`}`;
}

function textOf(value: unknown, name: string): string | undefined {
  const text = valueAt(value, [name]);
  return typeof text === 'string' && text !== '' ? text : undefined;
}

function shorten(text: string | undefined): string | undefined {
  return text === undefined || text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH - 3)}...`;
}
