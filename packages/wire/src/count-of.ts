/** Returns a number with its noun in singular or plural, for messages: `1 operation`, `2 operations`. */
export function countOf(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
