import { describeKind } from './describe-kind.js';
import { Reference } from './reference.js';

/** A URL with variables that the server fills in. */
export interface Path {
  /** The URL with RFC 6570 level 1 variables `{v0}`, `{v1}`, ... */
  readonly template: string;
  /** The variables by name. */
  readonly references: ReadonlyMap<string, Reference>;
}

/**
 * Creates the URL of an operation. Each value is percent-encoded as one segment or query value. Each reference becomes
 * a variable that the server fills in.
 *
 * @example
 * ```ts
 * path`/albums/${album.ref('/body/id')}/photos?tag=${'a&b'}`
 * ```
 * @throws {TypeError} for a value that is `undefined`, `null` or an object, and for an empty text before the query.
 */
export function path(texts: TemplateStringsArray, ...values: readonly (string | number | Reference)[]): Path {
  const references = new Map<string, Reference>();
  let template = encodeBraces(texts[0] ?? '');
  for (const [index, value] of values.entries()) {
    if (value instanceof Reference) {
      references.set(`v${index}`, value);
      template += `{v${index}}`;
    } else {
      if (typeof value === 'object' || value === undefined) {
        throw new TypeError(
          `A value in path\`...\` must be a string, a number or a reference, got ${describeKind(value)}`,
        );
      }
      if (value === '' && !template.includes('?')) {
        throw new TypeError(
          'A value in the path of path`...` is empty, so the URL would be that of another resource',
        );
      }
      template += encodeValue(value);
    }
    template += encodeBraces(texts[index + 1] ?? '');
  }
  return { template, references };
}

/** Percent-encodes a segment or query value: all characters except the unreserved ones (RFC 6570 section 3.2.2). */
export function encodeValue(value: string | number | boolean): string {
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Percent-encodes literal braces, because unencoded ones mark variables. */
export function encodeBraces(url: string): string {
  return url.replaceAll('{', '%7B').replaceAll('}', '%7D');
}
