import type { DecodeContext } from '@multistatus/core';
import { escapePointerToken } from '@multistatus/wire';
import type { FindReferred } from './referred.js';

/** How every JSON string begins that could be a reference. */
export const REFERENCE_START = '"$';

/** A reference in the form that it has in a batch in JSON: the Location of another answer is written into this body. */
export interface BodyReference {
  readonly at: string;
  readonly from: string;
  readonly value: '/headers/location';
}

/** A JSON body with what it takes from other requests. */
export interface BoundBody {
  readonly text: string;
  readonly references: readonly BodyReference[];
  /** The requests that must succeed before, besides those in `references`. */
  readonly dependsOn: readonly string[];
}

/** The most references that the endpoint takes in one request. */
const MAX_REFERENCES = 1_000;

/** The members whose values are URLs of entities: `Customer@odata.bind`, `@odata.id`, and the latter as in OData 4.01. */
const URL_MEMBER = /(?:@odata\.bind|^@odata\.id|^@id)$/;
/** A string of a JSON text that is known to be valid. */
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/g;
const NAME_END = /[ \t\r\n]*:/y;

/**
 * Returns a JSON body with its references to entities resolved as far as possible: in members `...@odata.bind`, as a string or in
 * an array, `@odata.id` and `@id`, values that are `$` and the name of an earlier request. If that request creates the
 * entity, its Location is written there when it is known; else its URL is written at once.
 *
 * `$name/...` stays as it is, because only a whole value can be replaced. Only the text of values that are replaced changes.
 */
export function bindEntities(
  text: string,
  find: FindReferred,
  { maxJsonDepth }: Pick<DecodeContext['limits'], 'maxJsonDepth'>,
): BoundBody {
  // Most bodies have none, and need not be read.
  if (!text.includes(REFERENCE_START)) return { text, references: [], dependsOn: [] };
  const { references, hasUrls } = findEntities(JSON.parse(text), find, maxJsonDepth);
  if (!hasUrls) return { text, references, dependsOn: [] };
  const dependsOn = new Set<string>();
  const bound = replaceUrls(text, (value) => {
    const referred = find(value.slice(1));
    if (referred?.entity === undefined || !('url' in referred.entity)) return undefined;
    dependsOn.add(referred.id);
    return referred.entity.url;
  });
  return { text: bound, references, dependsOn: [...dependsOn] };
}

/** Returns the text with each URL of an entity that begins with `$` replaced, unless `urlOf` returns `undefined`. */
function replaceUrls(text: string, urlOf: (value: string) => string | undefined): string {
  let isUrl = false;
  let end = 0;
  // By what they replace: a body may refer to one request very many times.
  const known = new Map<string, string>();
  return text.replace(STRING, (string, start: number) => {
    if (isUrl && text.slice(end, start).includes('}')) isUrl = false;
    end = start + string.length;
    NAME_END.lastIndex = end;
    if (NAME_END.test(text)) isUrl = URL_MEMBER.test(textIn(string));
    else if (isUrl && string.startsWith(REFERENCE_START)) {
      let replaced = known.get(string);
      if (replaced === undefined) {
        const url = urlOf(textIn(string));
        replaced = url === undefined ? string : JSON.stringify(url);
        known.set(string, replaced);
      }
      return replaced;
    }
    return string;
  });
}

/** Returns the value of a JSON string. Most have no escapes, and need not be parsed. */
function textIn(string: string): string {
  return string.includes('\\') ? (JSON.parse(string) as string) : string.slice(1, -1);
}

/**
 * Returns the references to entities that are created, and whether there are others, whose URLs are known. Recurses as deep as
 * `maxJsonDepth`, and ends after `MAX_REFERENCES`: the endpoint refuses more, and those that are deeper.
 */
function findEntities(
  body: unknown,
  find: FindReferred,
  maxJsonDepth: number,
): { readonly references: readonly BodyReference[]; readonly hasUrls: boolean } {
  const references: BodyReference[] = [];
  let hasUrls = false;
  // Pointers are built only where there is a reference: to build one for each value would take most of the time.
  const path: string[] = [];
  const visitMember = (name: string, value: unknown, isUrl: boolean): void => {
    path.push(name);
    visit(value, isUrl);
    path.pop();
  };
  const visit = (value: unknown, isUrl: boolean): void => {
    if (isUrl && typeof value === 'string' && value.startsWith('$')) {
      const entity = find(value.slice(1))?.entity;
      if (entity === undefined) return;
      if ('url' in entity) hasUrls = true;
      else {
        const at = ['/body', ...path.map(escapePointerToken)].join('/');
        references.push({ at, from: entity.locationOf, value: '/headers/location' });
      }
    }
    if (typeof value !== 'object' || value === null) return;
    if (path.length >= maxJsonDepth || references.length > MAX_REFERENCES) return;
    if (Array.isArray(value)) {
      for (const [index, member] of value.entries()) {
        if (references.length > MAX_REFERENCES) return;
        if (isUrl || typeof member === 'object') visitMember(String(index), member, isUrl);
      }
    } else {
      for (const name of Object.keys(value)) {
        visitMember(name, (value as Readonly<Record<string, unknown>>)[name], URL_MEMBER.test(name));
      }
    }
  };
  visit(body, false);
  return { references, hasUrls };
}
