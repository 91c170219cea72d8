/** Header fields by lower-case name; `string[]` only where a field occurs more than once. */
export type HeaderValues = Record<string, string | string[]>;
