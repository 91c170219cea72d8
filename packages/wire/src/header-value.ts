/** Header fields by name. The value is an array if the field occurs more than once. */
export type FieldValues = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Returns the value of a header field, or the first of its values if there are several. */
export function firstValue(field: string | readonly string[] | undefined): string | undefined {
  return typeof field === 'string' ? field : field?.[0];
}

/**
 * Returns the value of the field with this lower-case name, or the first of its values if there are several. The names
 * in `headers` can be in any case.
 */
export function headerOf(headers: FieldValues | undefined, name: string): string | undefined {
  for (const [field, value] of Object.entries(headers ?? {})) {
    if (field.toLowerCase() === name) return firstValue(value);
  }
  return undefined;
}
