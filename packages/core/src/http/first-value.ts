/** Gives the value of a header field, the first where it occurs more than once. */
export function firstValue(field: string | readonly string[] | undefined): string | undefined {
  return typeof field === 'string' ? field : field?.[0];
}
