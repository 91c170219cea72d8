/** Gives a number with what it counts: `1 exchange`, `2 exchanges`. */
export function countOf(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
