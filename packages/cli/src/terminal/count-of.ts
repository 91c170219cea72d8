/** Returns a number with a noun in singular or plural: `1 exchange`, `2 exchanges`. */
export function countOf(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
