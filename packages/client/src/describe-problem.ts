import type { Problem } from '@multistatus/document';
import { countOf, valueAt } from '@multistatus/wire';

const MAX_LENGTH = 300;

/**
 * Returns one line that says why a batch was refused: the first of the `errors` of the problem with its pointer, and the
 * number of the others; without `errors`, its `detail` or `title`.
 */
export function describeProblem(problem: Problem): string | undefined {
  const errors = valueAt(problem, ['errors']);
  const [first, ...others] = (Array.isArray(errors) ? (errors as unknown[]) : []).flatMap(
    (error) => describeError(error) ?? [],
  );
  if (first === undefined) return shorten(textOf(problem, 'detail') ?? textOf(problem, 'title'));
  return others.length === 0
    ? shorten(first)
    : `${shorten(first)} (and ${countOf(others.length, 'more issue')}: see problem.errors)`;
}

function describeError(error: unknown): string | undefined {
  const detail = textOf(error, 'detail');
  const pointer = textOf(error, 'pointer');
  return pointer === undefined || detail === undefined ? detail : `${pointer}: ${detail}`;
}

function textOf(value: unknown, name: string): string | undefined {
  const text = valueAt(value, [name]);
  return typeof text === 'string' && text !== '' ? text : undefined;
}

function shorten(text: string | undefined): string | undefined {
  return text === undefined || text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH - 3)}...`;
}
