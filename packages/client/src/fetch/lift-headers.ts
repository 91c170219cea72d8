import { isInheritedHeader, toHyphens } from '@multistatus/wire';
import type { CallHeaders, Field, UnfitHeader } from './call-headers.js';

/**
 * Returns the headers that all calls of a batch must have in common, of which the server names some in `inherited`.
 */
export function commonHeaders(
  { common, own }: CallHeaders,
  inherited: ReadonlySet<string>,
): readonly Field[] {
  if (inherited.size === 0) return common;
  return [...common, ...Object.entries(own).filter(([name]) => inherited.has(name))];
}

/**
 * Returns the headers of a batch whose calls have these headers: what they must have in common, and every other header
 * that operations inherit and in which all calls agree.
 */
export function liftHeaders(calls: readonly CallHeaders[], inherited: ReadonlySet<string>): Field[] {
  const [first, ...others] = calls;
  if (first === undefined) return [];
  const agreed = Object.entries(first.own).filter(
    ([name, value]) =>
      (isInheritedHeader(name) || inherited.has(name)) && others.every(({ own }) => own[name] === value),
  );
  return [...first.common, ...agreed];
}

/** Returns the headers that an operation keeps if its batch has these headers. */
export function keptHeaders({ own }: CallHeaders, lifted: readonly Field[]): Record<string, string> {
  const kept = { ...own };
  for (const [name] of lifted) delete kept[name];
  return kept;
}

/** Returns the first of these headers that operations must not have, by names and prefixes such as `x-corp-*`. */
export function findDenied(
  headers: Readonly<Record<string, string>>,
  denied: readonly string[],
): UnfitHeader | undefined {
  const name = Object.keys(headers).find((rawName) => {
    const written = toHyphens(rawName);
    return denied.some((entry) =>
      entry.endsWith('*') ? written.startsWith(entry.slice(0, -1)) : written === entry,
    );
  });
  return name === undefined ? undefined : { name, reason: 'an operation must not have it on this server' };
}
