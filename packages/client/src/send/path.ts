import { Reference } from './reference.js';

/** A URL with parts that are filled in the server. */
export interface Path {
  /** With RFC 6570 level-1 variables `{v0}`, `{v1}`, ... */
  readonly template: string;
  /** The variables by name. */
  readonly references: ReadonlyMap<string, Reference>;
}

/**
 * Makes the URL of an operation: each value is percent-encoded as one segment or query value, each reference becomes a
 * variable that the server fills.
 *
 * @example
 * path`/albums/${album.ref('/body/id')}/photos?tag=${'a&b'}`
 */
export function path(texts: TemplateStringsArray, ...values: readonly (string | number | Reference)[]): Path {
  const references = new Map<string, Reference>();
  let template = encodeBraces(texts[0] ?? '');
  for (const [index, value] of values.entries()) {
    if (value instanceof Reference) {
      references.set(`v${index}`, value);
      template += `{v${index}}`;
    } else {
      template += encodeValue(value);
    }
    template += encodeBraces(texts[index + 1] ?? '');
  }
  return { template, references };
}

/** Percent-encodes a value for one segment or query value: all but the unreserved characters (RFC 6570 section 3.2.2). */
export function encodeValue(value: string | number | boolean): string {
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Braces that are meant as such: others are variables. */
export function encodeBraces(url: string): string {
  return url.replaceAll('{', '%7B').replaceAll('}', '%7D');
}
