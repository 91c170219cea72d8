import { parseBase } from '@multistatus/wire';
import { findUrlIssue, type UrlIssue } from './operation-url.js';

/** A variable, as in level 1 of RFC 6570. */
const VARIABLE = /\{(\w+)\}/g;

/** Whether a URL is only known once other operations have answered. A finished URL never begins so nor holds a brace. */
export function isUrlTemplate(url: string): boolean {
  return url.startsWith('$') || url.includes('{');
}

/** Names the variables of a URL, each once. */
export function variablesOf(url: string): Set<string> {
  return new Set([...url.matchAll(VARIABLE)].map(([, name = '']) => name));
}

/** Puts a value in place of each variable. */
export function expandVariables(url: string, lookUp: (name: string) => string): string {
  return url.replace(VARIABLE, (_variable, name: string) => lookUp(name));
}

/** Tells what keeps a URL from being dispatched whatever its variables will hold, or `undefined`. */
export function findTemplateIssue(url: string): UrlIssue | undefined {
  const sample = url.includes('{') ? expandVariables(url, () => 'x') : url;
  if (!sample.startsWith('$')) return findUrlIssue(sample);
  const base = parseBase(sample);
  if (base !== undefined) return findUrlIssue(`/x${base.rest}`);
  return {
    code: 'invalid-reference',
    detail: 'A URL that begins with $ is $id, $id/rest or $id?query, with the id of another operation',
  };
}
