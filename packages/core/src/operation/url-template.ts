import { parseBase } from '@multistatus/wire';
import { findUrlIssue, type UrlIssue } from './operation-url.js';

/** A variable, as in a level 1 template of RFC 6570. */
const VARIABLE = /\{(\w+)\}/g;

/** Checks whether a URL depends on the answers of other operations. A final URL never begins with $ or contains a brace. */
export function isUrlTemplate(url: string): boolean {
  return url.startsWith('$') || url.includes('{');
}

/** Returns the names of the variables in a URL. */
export function variablesOf(url: string): Set<string> {
  // Not matchAll: its results take four times as long.
  const variables = new Set(url.match(VARIABLE));
  return new Set(Array.from(variables, (variable) => variable.slice(1, -1)));
}

/** Replaces each variable of a URL by the value that `lookUp` returns for its name. */
export function expandVariables(url: string, lookUp: (name: string) => string): string {
  return url.replace(VARIABLE, (_variable, name: string) => lookUp(name));
}

/** Returns why a URL cannot be dispatched regardless of the values of its variables, or `undefined` if it can. */
export function findTemplateIssue(url: string): UrlIssue | undefined {
  const sample = url.includes('{') ? url.replace(VARIABLE, 'x') : url;
  if (!sample.startsWith('$')) return findUrlIssue(sample);
  const base = parseBase(sample);
  if (base !== undefined) return findUrlIssue(`/x${base.rest}`);
  return {
    code: 'invalid-reference',
    detail:
      'A URL that begins with $ is $id, $id/rest or $id?query, with the id of another operation. An id with other ' +
      'characters than A-Z a-z 0-9 . _ ~ - is named in `references`, not in the URL',
  };
}
