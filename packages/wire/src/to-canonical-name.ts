/** Names whose usual form is not simply each word with a capital letter. */
const IRREGULAR_NAMES: ReadonlyMap<string, string> = new Map(
  [
    'Content-MD5',
    'DataServiceId',
    'DataServiceVersion',
    'ETag',
    'MaxDataServiceVersion',
    'OData-EntityId',
    'OData-Error',
    'OData-MaxVersion',
    'OData-Version',
    'WWW-Authenticate',
    'X-CSRF-Token',
    'X-UA-Compatible',
    'X-XSS-Protection',
  ].map((name) => [name.toLowerCase(), name]),
);

/** Returns a lower-case header name in its usual form, which some clients expect: `Content-Type`, `ETag`. */
export function toCanonicalName(name: string): string {
  return IRREGULAR_NAMES.get(name) ?? name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}
