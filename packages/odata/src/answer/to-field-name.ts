/** Names whose usual form is not simply each word with a capital letter. */
const IRREGULAR_NAMES: ReadonlyMap<string, string> = new Map(
  [
    'DataServiceVersion',
    'MaxDataServiceVersion',
    'DataServiceId',
    'ETag',
    'OData-EntityId',
    'OData-Error',
    'OData-MaxVersion',
    'OData-Version',
    'WWW-Authenticate',
    'X-CSRF-Token',
  ].map((name) => [name.toLowerCase(), name]),
);

/** Returns a lower-case name of a header field in its usual form, which some clients expect: `Content-Type`, `ETag`, `OData-Version`. */
export function toFieldName(name: string): string {
  return IRREGULAR_NAMES.get(name) ?? name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}
