/** The most entries that `dependsOn` and `references` of one operation can have. */
export const MAX_LIST_LENGTH = 1_000;

const EMPTY_LIST: readonly never[] = [];

/**
 * Returns a list as far as it may go; an empty one for anything else. What is wrong with it has been reported with the structure
 * of the batch.
 */
export function boundedList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) return EMPTY_LIST;
  return value.length <= MAX_LIST_LENGTH ? value : value.slice(0, MAX_LIST_LENGTH);
}
