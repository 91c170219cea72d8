/** Header fields by name; an array where a field occurs more than once. */
export type FieldValues = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Returns the value of a header field, the first one where it occurs more than once. */
export function firstValue(field: string | readonly string[] | undefined): string | undefined {
  return typeof field === 'string' ? field : field?.[0];
}

/**
 * Returns the value of the field with this lower-case name, whatever the case it is written in; the first one where it
 * occurs more than once.
 */
export function headerOf(headers: FieldValues | undefined, name: string): string | undefined {
  for (const [field, value] of Object.entries(headers ?? {})) {
    if (field.toLowerCase() === name) return firstValue(value);
  }
  return undefined;
}
