const MAX_ECHO = 100;

/**
 * Gives the error that refuses what a rule of the 207 document forbids; its message begins with the id of the rule,
 * says what is wrong and what to do, and names the section.
 */
export function ruleBreach(rule: `X${number}`, advice: string): RangeError {
  return new RangeError(`${rule}: ${advice}`);
}

/** Gives a value as an error message may show it, cut to 100 characters. */
export function quote(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > MAX_ECHO ? `${text.slice(0, MAX_ECHO)}...` : text;
}
